import { brokenOff, connectionError } from '../http/connection-errors.ts';
import { withDeadline } from '../http/deadline.ts';
import { derivedBody } from '../http/derived-body.ts';
import { unlessAborted } from '../http/on-abort.ts';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.ts';
import { LostConnection } from './faults/lost-connection.ts';
import type { LocalWorkspace } from './workspace.ts';

/** Where requests in the same process seem to go; nothing listens there (RFC 6761). */
const origin = 'http://local.invalid';

/** As messages name it. */
const host = 'the local workspace';

/**
 * Requests to a workspace in the same process, without a socket or a token. Closing it closes the workspace.
 * Of the timeouts the total one holds; no connection is made, and a provider's silence is bounded where the provider is asked.
 */
export function localTransport(workspace: LocalWorkspace): Transport {
  return {
    send: (request) => withDeadline(request, (bounded) => send(workspace, bounded)),
    close: () => workspace.close(),
  };
}

async function send(workspace: LocalWorkspace, request: HttpRequest): Promise<HttpResponse> {
  request.signal?.throwIfAborted();
  const answered = unlessAborted(workspace.fetchTrusted(webRequest(request)), request.signal);
  const response = await answered.catch(asReset);
  const stream = (response.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: derivedBody(stream, () => readChunks(stream, request.signal)),
  };
}

function webRequest({ method, path, headers, body, signal }: HttpRequest): Request {
  return new Request(origin + path, {
    method,
    ...(headers && { headers: { ...headers } }),
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
}

async function* readChunks(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  let received = 0;
  try {
    for (;;) {
      const { done, value } = await unlessAborted(reader.read(), signal).catch((error: unknown) => {
        throw error instanceof LostConnection ? brokenOff(host, received, error) : error;
      });
      if (done) return;
      received += value.byteLength;
      yield value;
    }
  } finally {
    // Leaving early ends the answer; after its end there is nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

/** A connection that a fault took away fails as one of the network does. */
function asReset(error: unknown): never {
  if (!(error instanceof LostConnection)) throw error;
  const reset = Object.assign(new Error('read ECONNRESET', { cause: error }), { code: 'ECONNRESET' });
  throw connectionError(reset, { host, sent: true, inactivityMs: 0 });
}
