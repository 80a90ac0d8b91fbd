import { STATUS_CODES } from 'node:http';
import type { Clock } from '../../clock.ts';
import { LostConnection } from './lost-connection.ts';
import type { Fault, FaultBody } from './rule.ts';

type StatusFault = Extract<Fault, { readonly kind: 'status' }>;

/** The answer that a fault gives in the workspace's place. */
export function faultAnswer({ status, body = { kind: 'envelope' }, retryAfter }: StatusFault): Response {
  // These may have no body.
  const isBare = status === 204 || status === 205 || status === 304;
  const { type, text } = bodyText(body, status);
  return new Response(isBare ? null : text, {
    status,
    headers: {
      ...(isBare ? {} : { 'content-type': type }),
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    },
  });
}

function bodyText(body: FaultBody, status: number): { readonly type: string; readonly text: string } {
  const reason = STATUS_CODES[status] ?? 'Unknown';
  switch (body.kind) {
    case 'envelope': {
      const { code = codeOf(status, reason), message = `An injected fault: ${status} ${reason}.` } = body;
      return { type: 'application/json', text: JSON.stringify({ error_code: code, message }) };
    }
    case 'html':
      return {
        type: 'text/html; charset=utf-8',
        text: `<!doctype html>\n<html><head><title>${reason}</title></head><body><h1>${reason}</h1></body></html>\n`,
      };
    case 'raw':
      return {
        type: /^\s*[[{]/.test(body.text) ? 'application/json' : 'text/plain; charset=utf-8',
        text: body.text,
      };
  }
}

/** As the service names what its statuses mean (Databricks REST reference, error codes). */
const codes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  409: 'RESOURCE_CONFLICT',
  429: 'REQUEST_LIMIT_EXCEEDED',
  500: 'INTERNAL_ERROR',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

const codeOf = (status: number, reason: string): string =>
  codes[status] ?? reason.toUpperCase().replace(/[^A-Z]+/g, '_');

/** A piece is asked for when the one before it is on its way: the connection must not end under it. */
const onDemand = { highWaterMark: 0 };

/**
 * The first half of an answer's body. Where it is to be cut, what follows is the end of the connection: `breakOff` ends
 * it where there is one, and the stream fails where there is none.
 */
export async function halved(
  answer: Response,
  end: 'cut' | 'clean',
  breakOff: (() => void) | undefined,
): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  if (end === 'clean') return withBody(answer, half);
  let isSent = half.length === 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (!isSent) {
      isSent = true;
      controller.enqueue(half);
    } else if (breakOff) breakOff();
    else controller.error(new LostConnection());
  };
  const body = new ReadableStream({ pull }, onDemand);
  return withBody(answer, body);
}

/** Bytes that come together. */
const dripBytes = 64;

/** The same answer, whose body comes in small pieces, `ms` milliseconds apart. */
export async function dripping(answer: Response, ms: number, clock: Clock): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  let sent = 0;
  const gone = new AbortController();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    if (sent >= whole.length) {
      controller.close();
      return;
    }
    await clock.sleep(ms, gone.signal);
    controller.enqueue(whole.subarray(sent, sent + dripBytes));
    sent += dripBytes;
  };
  const body = new ReadableStream({ pull, cancel: () => gone.abort() }, onDemand);
  return withBody(answer, body);
}

function withBody({ status, headers }: Response, body: ReadableStream<Uint8Array> | Uint8Array): Response {
  const kept = new Headers(headers);
  kept.delete('content-length');
  // Sent as it comes: a server that reads ahead would find the connection gone before it has sent the headers.
  if (body instanceof ReadableStream) kept.set('transfer-encoding', 'chunked');
  return new Response(body, { status, headers: kept });
}
