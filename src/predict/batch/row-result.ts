import type { Usage } from '../usage.ts';

/** What the caller calls a row by: `custom_id`, or `id`. */
export type RowId = string | number;

export interface RowError {
  /** The server's `error_code`, or ours: `INVALID_ROW`, `UNCERTAIN`, `UNEVEN_ANSWER`, … */
  readonly code: string;
  readonly message: string;
  /** HTTP; absent where no answer came. */
  readonly status?: number;
}

interface Asked {
  /** From 0. */
  readonly index: number;
  readonly id?: RowId;
  /** From sending to the end of the answer, in milliseconds; of the last try. Absent where nothing was sent. */
  readonly latencyMs?: number;
  /** How often it was sent. Absent where nothing was. */
  readonly attempts?: number;
}

export interface RowAnswer extends Asked {
  readonly ok: true;
  /** The body of the answer as it came; of a call with several rows, this row's part. */
  readonly response: unknown;
  /** Of a call with several rows the whole call's, on its first row. */
  readonly usage?: Usage;
}

export interface RowFailure extends Asked {
  readonly ok: false;
  readonly error: RowError;
  /** What was answered all the same. */
  readonly response?: unknown;
}

export type RowResult = RowAnswer | RowFailure;

/**
 * A result as a line of a file of answers, with its line feed. `index` and `ok` lead, so that whoever counts rows need not
 * read the rest.
 */
export const resultLine = (result: RowResult): string =>
  `${JSON.stringify({
    index: result.index,
    ok: result.ok,
    id: result.id,
    ...(result.ok ? {} : { error: result.error }),
    response: result.response,
    ...(result.ok ? { usage: result.usage } : {}),
    latency_ms: result.latencyMs === undefined ? undefined : Math.round(result.latencyMs * 10) / 10,
    attempts: result.attempts === 1 ? undefined : result.attempts,
  })}\n`;
