import type { CallOptions } from '../client/call.ts';
import type { InvocationAnswer, InvocationBody } from '../client/query.ts';
import type { Clock } from '../clock.ts';
import { processSurroundings, systemClock } from '../host.ts';
import { createAdaptiveLimit } from '../predict/batch/adaptive-limit.ts';
import type { AskRow } from '../predict/batch/call.ts';
import type { RowResult } from '../predict/batch/row-result.ts';
import { startBatch } from '../predict/batch/run-batch.ts';
import { createThrottle } from '../predict/batch/throttle.ts';

export type { RowAnswer, RowError, RowFailure, RowId, RowResult } from '../predict/batch/row-result.ts';

/** One row: what to ask with, and what to call it by. */
export interface BatchRow {
  readonly body: InvocationBody;
  readonly id?: string | number;
}

export interface BatchOptions {
  /** The most calls at a time; fewer are made where the endpoint refuses. Default: 64, beginning with 8. */
  readonly concurrency?: number;
  /** How long the endpoint may take nothing before the batch is given up, in milliseconds. Default: 600,000. */
  readonly limitBudgetMs?: number;
  /** Ends the batch at once, and what is under way. */
  readonly signal?: AbortSignal;
  /** Added to each request; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For tests; default: the system's. */
  readonly clock?: Clock;
}

/** Whatever asks an endpoint by its name. */
export interface BatchAsker {
  readonly query: {
    invoke(name: string, body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer>;
  };
}

/**
 * Asks the endpoint `name` with each row, many at a time, and yields a result for each in the order of the rows. A row that
 * fails is a result with `ok: false`; a limit (429, 503) fails none: the row is sent again, and fewer at a time. Rows are
 * read as they are needed, and no further than a window ahead of the results that have been taken: neither has to fit into
 * memory. Leaving the loop ends the calls under way.
 *
 * @param client a workspace client, or anything with such a `query`
 * @throws what every other row would meet, too: an `ApiError` for credentials, permission or an endpoint that is not there;
 * the last refusal where the budget for limits is spent; the signal's reason
 * @example
 * const rows = questions.map((content, id) => ({ id, body: { messages: [{ role: 'user', content }] } }));
 * for await (const result of predictBatch(client, 'chat', rows)) {
 *   console.log(result.id, result.ok ? result.response : result.error.message);
 * }
 */
export async function* predictBatch(
  client: BatchAsker,
  name: string,
  rows: Iterable<BatchRow> | AsyncIterable<BatchRow>,
  options: BatchOptions = {},
): AsyncGenerator<RowResult, void, undefined> {
  const { concurrency = 64, clock = systemClock, signal, headers } = options;
  signal?.throwIfAborted();
  const left = new AbortController();
  const call: CallOptions = {
    // Limits are the batch's to wait out, and no timer is worth its cost for each of many short calls.
    retry: 'never',
    timeouts: { total: Infinity },
    signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
    ...(headers && { headers }),
  };
  const span = concurrency * spanPerCall;
  let ready: RowResult[] = [];
  const over = { is: false };
  let arrived: () => void = () => undefined;
  const source = toEntries(rows);
  const run = startBatch<RowResult>({
    source,
    ask: (body) => client.query.invoke(name, body, call),
    settle: (result) => result,
    commit: ({ emitted }) => {
      for (const result of emitted) ready.push(result);
      if (emitted.length > 0) arrived();
    },
    limit: createAdaptiveLimit({ initial: Math.min(8, concurrency), max: concurrency }),
    throttle: createThrottle({
      budgetMs: options.limitBudgetMs ?? 600_000,
      unreachableBudgetMs: 30_000,
      random: () => processSurroundings().random(),
    }),
    clock,
    span,
    isFull: () => ready.length >= span,
    ...(call.signal && { signal: call.signal }),
  });
  const ended = run.ended.finally(() => {
    over.is = true;
    arrived();
  });
  // It is awaited below, but maybe later than it rejects.
  ended.catch(() => undefined);
  try {
    for (;;) {
      const results = ready;
      ready = [];
      if (results.length > 0) run.wake();
      yield* results;
      if (ready.length > 0) continue;
      if (over.is) break;
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
    const end = await ended;
    signal?.throwIfAborted();
    if ('error' in end) throw end.error;
  } finally {
    left.abort();
    await source.return();
  }
}

/** Rows that the reading may be ahead, for each call that may be under way. */
const spanPerCall = 16;
const rowsAtOnce = 64;

async function* toEntries(
  rows: Iterable<BatchRow> | AsyncIterable<BatchRow>,
): AsyncGenerator<readonly AskRow[], void, undefined> {
  let index = 0;
  let entries: AskRow[] = [];
  const isAsync = Symbol.asyncIterator in rows;
  for await (const { body, id } of rows) {
    entries.push({ index, value: body, ...(id === undefined ? {} : { id }) });
    index += 1;
    // Rows that arrive one by one, maybe slowly, are not held back for others.
    if (!isAsync && entries.length < rowsAtOnce) continue;
    yield entries;
    entries = [];
  }
  if (entries.length > 0) yield entries;
}
