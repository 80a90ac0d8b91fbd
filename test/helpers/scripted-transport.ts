import type { HttpRequest, HttpResponse, Transport } from '../../src/http/transport.ts';

/** An answer to give: a response, an error to throw, or what to do with the request. */
export type Answer = HttpResponse | Error | ((request: HttpRequest) => HttpResponse | Promise<HttpResponse>);

export interface ScriptedTransport extends Transport {
  readonly requests: readonly HttpRequest[];
  readonly closed: boolean;
}

/** A transport that gives the n-th request the n-th answer, and the last answer to the rest. */
export function scriptedTransport(...answers: readonly Answer[]): ScriptedTransport {
  const requests: HttpRequest[] = [];
  let closed = false;
  return {
    requests,
    get closed() {
      return closed;
    },
    async send(request) {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer === undefined) throw new Error('no answer is scripted');
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(request) : { ...answer, body: answer.body };
    },
    async close() {
      closed = true;
    },
  };
}

/** A response with `body`: an object is sent as JSON. The body can be read again by each request that gets it. */
export function answer(
  status: number,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    status,
    headers,
    body: {
      async *[Symbol.asyncIterator]() {
        if (bytes.byteLength > 0) yield bytes;
      },
    },
  };
}
