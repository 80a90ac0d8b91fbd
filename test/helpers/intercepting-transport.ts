import type { HttpRequest, HttpResponse, Transport } from '../../src/http/transport.ts';

/** What a request meets on its way: an answer in place of the workspace's, or whatever `pass` leads to. */
export type Interceptor = (
  request: HttpRequest,
  pass: () => Promise<HttpResponse>,
) => Promise<HttpResponse> | HttpResponse;

/** Puts faults, waits and counters between a client and its workspace. */
export const interceptingTransport = (transport: Transport, intercept: Interceptor): Transport => ({
  send: async (request) => intercept(request, () => transport.send(request)),
  close: () => transport.close(),
});
