import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/**
 * Reads go through; what would change something is handed to `record` in place of being sent, and answered with an
 * empty object. Bodies are recorded as they are: whoever shows them redacts them (`redactBody`).
 */
export function withDryRun(transport: Transport, record: (request: HttpRequest) => void): Transport {
  return {
    send: (request) => {
      if (request.method === 'GET' || request.method === 'HEAD') return transport.send(request);
      record(request);
      return Promise.resolve(accepted());
    },
    close: () => transport.close(),
  };
}

const accepted = (): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: emptyObject(),
});

async function* emptyObject(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode('{}'));
}
