import { ConnectionError } from '../errors.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';
import { timerSignal } from './timer.ts';

/**
 * Sends with the request's `total` timeout: what has not answered by then is aborted. The body of an answer in time is
 * not cut. The time is the wall clock's: it bounds what a network does.
 *
 * @throws ConnectionError `TOTAL_TIMEOUT`, ambiguous: a request was under way
 */
export async function withDeadline(
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const total = request.timeouts?.total;
  // A timer and two signals cost as much as sending a small request does: no limit asks for none.
  if (total === undefined || total === Infinity) return send(request);
  const deadline = new AbortController();
  const timer = timerSignal(total);
  const expire = (): void => deadline.abort(timeoutError(total));
  timer.addEventListener('abort', expire, { once: true });
  const signals = request.signal ? [request.signal, deadline.signal] : [deadline.signal];
  try {
    return await send({ ...request, signal: AbortSignal.any(signals) });
  } finally {
    timer.removeEventListener('abort', expire);
  }
}

const timeoutError = (total: number): ConnectionError =>
  new ConnectionError('TOTAL_TIMEOUT', `no answer within ${String(total / 1000)} s, all attempts together`, {
    hint: 'allow more time, or look whether the service is up',
    retryable: true,
    ambiguous: true,
  });
