import type { Clock } from '../clock.ts';
import { ConnectionError } from '../errors.ts';
import { discard, peekText } from './body.ts';
import { withDeadline } from './deadline.ts';
import { parseErrorBody } from './error-body.ts';
import { parseInnerError } from './provider-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpRequest, HttpResponse, RetryPolicy, Transport } from './transport.ts';

export interface RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** How long one request may go on being tried again, in milliseconds. Default 300 s. */
  readonly budgetMs?: number;
  /** The most attempts for any reason. No limit by default: the budget is one. */
  readonly maxAttempts?: number;
  /** The most attempts where no answer came at all. Default 4: a server that is down is soon reported. */
  readonly maxConnectionAttempts?: number;
  onRetry?(note: RetryNote): void;
}

export interface RetryNote {
  readonly request: HttpRequest;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  readonly delayMs: number;
  /** All waits for this request, with the one that begins. */
  readonly waitedMs: number;
  /** What happened, as `429 REQUEST_LIMIT_EXCEEDED` or the connection error's message. */
  readonly reason: string;
}

type Outcome =
  | { readonly response: HttpResponse; readonly retry?: Retry }
  | { readonly error: unknown; readonly retry?: Retry };

interface Retry {
  readonly reason: string;
  /** What the server asks for. */
  readonly waitMs?: number;
}

/**
 * Sends again what may be sent again, as the request's `RetryPolicy` says. The wait is what the server asks for
 * (`Retry-After`, `RetryInfo`), else it grows by a second each time up to ten, with jitter. Where the next wait would
 * go over the budget or the request's `total` timeout, the last answer is returned, or the last error thrown, at once.
 */
export function withRetry(transport: Transport, options: RetryOptions): Transport {
  const { clock, budgetMs = 300_000, maxAttempts = Infinity, maxConnectionAttempts = 4 } = options;
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const policy =
      request.retry ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'mutation');
    const end = clock.monotonic() + Math.min(budgetMs, request.timeouts?.total ?? Infinity);
    let waitedMs = 0;
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(transport, { ...request, attempt }, policy, clock);
      const limit = 'error' in outcome ? Math.min(maxAttempts, maxConnectionAttempts) : maxAttempts;
      const asked = outcome.retry?.waitMs;
      const delayMs =
        asked === undefined ? backoff(attempt, options.random()) : Math.max(asked, shortestWaitMs);
      if (!outcome.retry || attempt >= limit || clock.monotonic() + delayMs >= end)
        return settle(outcome, attempt);
      if ('response' in outcome) await discard(outcome.response);
      waitedMs += delayMs;
      request.onRetry?.();
      options.onRetry?.({ request, attempt, delayMs, waitedMs, reason: outcome.retry.reason });
      await clock.sleep(delayMs, request.signal);
    }
  };
  return {
    send: (request) => withDeadline(request, send),
    close: () => transport.close(),
  };
}

/** `Retry-After: 0` must not become a loop without a pause. */
const shortestWaitMs = 250;

/** Milliseconds before attempt number `attempt` + 1: between half and all of 1 s, 2 s, … 10 s; the first is quicker. */
const backoff = (attempt: number, random: number): number =>
  attempt === 1 ? 200 + 400 * random : Math.min(attempt, 10) * 1000 * (0.5 + random / 2);

function settle(outcome: Outcome, attempts: number): HttpResponse {
  if ('response' in outcome) return { ...outcome.response, attempts };
  throw outcome.error;
}

async function attemptOnce(
  transport: Transport,
  request: HttpRequest,
  policy: RetryPolicy,
  clock: Clock,
): Promise<Outcome> {
  try {
    const response = await transport.send(request);
    return response.status < 400 || policy === 'never' ? { response } : await judge(response, policy, clock);
  } catch (error) {
    const again =
      error instanceof ConnectionError &&
      error.retryable &&
      (policy === 'read' || (policy === 'mutation' && !error.ambiguous));
    return again ? { error, retry: { reason: error.message } } : { error };
  }
}

/** Limits, and overload: nothing was done. A model provider's own counts as the workspace's does. */
const passingStatuses: ReadonlySet<number> = new Set([429, 503]);

/** Codes that mean 429, whichever status they come with. */
const limitCodes: readonly string[] = ['RESOURCE_EXHAUSTED', 'REQUEST_LIMIT_EXCEEDED'];

/** What passing faults of the platform say, in answers whose status alone doesn't tell (the Databricks SDKs' lists). */
const passingFaults =
  /UnknownWorkerEnvironmentException|does not have any associated worker environments|There is no worker environment with id|Unknown worker environment|ClusterNotReadyException|worker env .* not found|Timed out after |deadline exceeded|Unexpected error|Please try again later or try a faster operation\.|RPC token bucket limit has been exceeded|REQUEST_LIMIT_EXCEEDED/;

/** Errors are short; what is behind the first 64 KiB decides nothing. */
const peekBytes = 64 * 1024;

async function judge(answer: HttpResponse, policy: RetryPolicy, clock: Clock): Promise<Outcome> {
  const { text, response } = await peekText(answer, peekBytes);
  const { code, message, details } = parseErrorBody(text, response.status);
  const { status } = response;
  const provider = parseInnerError(message)?.provider?.status;
  const limited =
    passingStatuses.has(status) || limitCodes.includes(code) || passingStatuses.has(provider ?? status);
  const failed =
    policy === 'read' && ((status >= 500 && status !== 501 && status !== 505) || passingFaults.test(message));
  if (!limited && !failed) return { response };
  const waitMs = retryAfterMs(response.headers, details, clock.now());
  const reason = `${String(status)} ${code}`;
  return { response, retry: waitMs === undefined ? { reason } : { reason, waitMs } };
}
