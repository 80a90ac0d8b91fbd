import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/**
 * Reads go through; what would change something is handed to `record` in place of being sent, and answered with an
 * empty object. Bodies are recorded as they are: whoever shows them redacts them (`redactBody`).
 * @param open called by the first read: where nothing has to be asked, no workspace is needed
 */
export function withDryRun(
  open: () => Promise<Transport>,
  record: (request: HttpRequest) => void,
): Transport {
  let opened: Promise<Transport> | undefined;
  return {
    send: async (request) => {
      if (request.method === 'GET' || request.method === 'HEAD') {
        return (await (opened ??= open())).send(request);
      }
      record(request);
      return accepted();
    },
    close: async () => (await opened)?.close(),
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
