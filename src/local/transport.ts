import { withDeadline } from '../http/deadline.ts';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.ts';
import type { LocalWorkspace } from './workspace.ts';

/** Where requests in the same process seem to go; nothing listens there (RFC 6761). */
const origin = 'http://local.invalid';

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
  const response = await untilAborted(workspace.fetchTrusted(webRequest(request)), request.signal);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: chunksOf(response, request.signal),
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

async function* chunksOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) return;
      yield value;
    }
  } finally {
    // Leaving early ends the answer; after its end there is nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

/** @throws the signal's reason, as soon as it is aborted */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
