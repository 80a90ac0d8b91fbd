import { ApiError, ConfigError, ConnectionError, ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { RowError } from './row-result.ts';

/** What to do about a call that failed. */
export type Verdict =
  /** Nothing was done: the same again, later. */
  | {
      readonly kind: 'again';
      readonly askedMs?: number;
      /** No server was there; else one that has enough. */
      readonly isUnreachable: boolean;
    }
  /** Half as many rows at a time may do. */
  | { readonly kind: 'divide' }
  /** It is these rows' own failure. */
  | { readonly kind: 'row'; readonly error: RowError }
  /** Every other row would fail alike, and this one has not been answered. */
  | { readonly kind: 'stop' };

/** @param rows how many the call had */
export function judgeFailure(error: unknown, rows: number): Verdict {
  if (error instanceof ApiError) return judgeAnswer(error, rows);
  if (error instanceof ConnectionError) {
    // A server that may have acted on the request is not asked again unasked.
    if (error.ambiguous) return { kind: 'row', error: rowError(error) };
    return error.retryable ? { kind: 'again', isUnreachable: true } : { kind: 'stop' };
  }
  if (!(error instanceof ServectlError) || error instanceof ConfigError) return { kind: 'stop' };
  return error.exitCode === ExitCode.auth ? { kind: 'stop' } : { kind: 'row', error: rowError(error) };
}

function judgeAnswer(error: ApiError, rows: number): Verdict {
  if (isLimit(error)) {
    // Observed: too many texts in one call are refused with the words of the limit of queries per second.
    if (rows > 1 && /\bQPS\b/.test(error.message)) return { kind: 'divide' };
    return {
      kind: 'again',
      isUnreachable: false,
      ...(error.retryAfterMs === undefined ? {} : { askedMs: error.retryAfterMs }),
    };
  }
  switch (error.exitCode) {
    case ExitCode.auth:
    case ExitCode.notFound:
    case ExitCode.conflict:
      return { kind: 'stop' };
    case ExitCode.usage:
      // One row may be what is wrong with all of them.
      return rows > 1 ? { kind: 'divide' } : { kind: 'row', error: rowError(error) };
    default:
      return { kind: 'row', error: rowError(error) };
  }
}

/** 429 and 503, the provider's own included: the request was not taken. */
const isLimit = ({ status, provider, code }: ApiError): boolean =>
  [status, provider?.status].some((one) => one === 429 || one === 503) ||
  code === 'REQUEST_LIMIT_EXCEEDED' ||
  code === 'RESOURCE_EXHAUSTED';

export const rowError = (error: ServectlError): RowError => ({
  code: error.code,
  message: error.message,
  ...(error instanceof ApiError ? { status: error.status } : {}),
});
