import type { HttpRequest, Transport } from '../../src/http/transport.ts';

/** A request as it went out: `['PUT /path', body]`, or `['GET /path']` without a body. */
export type Sent = readonly [line: string, body?: unknown];

export interface RecordingTransport extends Transport {
  readonly sent: readonly Sent[];
}

/** Passes requests on to `transport`, and keeps what they were. */
export function recordingTransport(transport: Transport): RecordingTransport {
  const sent: Sent[] = [];
  return {
    sent,
    send: (request) => {
      sent.push(asSent(request));
      return transport.send(request);
    },
    close: () => transport.close(),
  };
}

function asSent({ method, path, body }: HttpRequest): Sent {
  const line = `${method} ${path}`;
  return body === undefined ? [line] : [line, JSON.parse(String(body)) as unknown];
}
