import type { InvocationAnswer, InvocationBody } from '../../client/query.ts';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import type { AdaptiveLimit } from './adaptive-limit.ts';
import { bodyOf, type Call, divided, type Entry } from './call.ts';
import { callResults, failures, presentAll } from './call-results.ts';
import { EntryQueue } from './entry-queue.ts';
import { judgeFailure } from './judge-failure.ts';
import { OrderedWindow } from './ordered-window.ts';
import type { RowResult } from './row-result.ts';
import type { Throttle } from './throttle.ts';

/** What one turn of a run brought. Nothing of `sending` has been sent yet. */
export interface Turn<T> {
  /** In the order of the rows, without a gap to the turn before. */
  readonly emitted: readonly T[];
  /** The index that comes after what has been emitted. */
  readonly next: number;
  /** What is done, but waits for a row before it. */
  readonly held: readonly { readonly index: number; readonly item: T }[];
  /** What was sent and has certainly not been taken. */
  readonly refused: readonly Call[];
  readonly sending: readonly Call[];
}

export interface BatchOptions<T> {
  /** Rows in their order, some at a time. */
  readonly source: AsyncIterator<readonly Entry<T>[], unknown>;
  readonly ask: (body: InvocationBody) => Promise<InvocationAnswer>;
  /** What is kept of a response; that of a call of one row, in any case. */
  readonly present?: (response: unknown) => Promise<unknown>;
  /** What becomes of a result; called once for each row that was asked. */
  readonly settle: (result: RowResult) => T;
  /** Told of every turn, before its calls are sent. What it throws ends the run at once. */
  readonly commit: (turn: Turn<T>) => void;
  readonly limit: AdaptiveLimit;
  readonly throttle: Throttle;
  readonly clock: Clock;
  /** How many rows the reading may be ahead of the first that is not done. */
  readonly span: number;
  /** The most rows of a call, where rows go together. */
  readonly rowsPerCall?: number;
  /** How much may be held back in all, counted by `sizeOf`. */
  readonly heldSize?: number;
  readonly sizeOf?: (item: T) => number;
  /** The index of the first row. */
  readonly first?: number;
  /** Once aborted nothing more is sent; what is under way is waited for. */
  readonly signal?: AbortSignal;
  /** Asked at each turn: true ends the run, as the signal does. */
  readonly hasEnough?: () => boolean;
  /** Asked at each turn: true while whoever takes the results has enough of them for now; then `wake()` is due. */
  readonly isFull?: () => boolean;
}

/** Why a run ended. Rows without a result have not been sent, or were refused. */
export type BatchEnd =
  | { readonly reason: 'done' | 'interrupted' | 'enough' }
  /** Refusals alone came for too long; `error` is the last. */
  | { readonly reason: 'throttled'; readonly error: unknown }
  /** Something that every other row would meet, too. */
  | { readonly reason: 'failed'; readonly error: unknown };

export interface BatchRun {
  /** Rejects where `commit` throws. */
  readonly ended: Promise<BatchEnd>;
  /** Looks again at what may be done. */
  wake(): void;
}

interface Completion {
  readonly call: Call;
  readonly sentAt: number;
  readonly at: number;
  readonly outcome: { readonly results: readonly RowResult[] } | { readonly error: unknown };
}

/**
 * Asks with every row. The work is done in turns of the event loop: what has been answered since the last one is settled,
 * rows are chosen as far as the limit allows, all of it is committed at once, and the calls go out.
 */
export function startBatch<T>(options: BatchOptions<T>): BatchRun {
  const { source, limit, throttle, clock, signal, first = 0, heldSize = Infinity, rowsPerCall = 1 } = options;
  const window = new OrderedWindow<T>(first, options.sizeOf);
  const queue = new EntryQueue<T>();
  /** Calls that were refused, by their first row: they go before all others. */
  const again: Call[] = [];
  let completions: Completion[] = [];
  let inFlight = 0;
  let end: BatchEnd | undefined;
  let isReading = false;
  let isRead = false;
  let isWaiting = false;
  let isScheduled = false;
  let lastRefusal: unknown;
  let conclude: (end: BatchEnd) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<BatchEnd>((resolve, reject) => {
    [conclude, fail] = [resolve, reject];
  }).finally(() => signal?.removeEventListener('abort', wake));

  /** All that happens in one turn of the event loop is settled together, in the next. */
  function wake(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      try {
        turn();
      } catch (error) {
        // What could not be committed must not be sent: there is no further turn.
        isScheduled = true;
        fail(error);
      }
    });
  }

  function turn(): void {
    const held: { readonly index: number; readonly item: T }[] = [];
    const refused: Call[] = [];
    const settled = completions;
    completions = [];
    for (const completion of settled) settle(completion, held, refused);
    if (signal?.aborted) end ??= { reason: 'interrupted' };
    if (options.hasEnough?.()) end ??= { reason: 'enough' };
    if (throttle.isExhausted) end ??= { reason: 'throttled', error: lastRefusal };
    const sending = end ? [] : choose();
    const emitted = window.drain();
    const { next } = window;
    const waiting = held.filter(({ index }) => index >= next);
    if (emitted.length + waiting.length + refused.length + sending.length > 0) {
      options.commit({ emitted, next, held: waiting, refused, sending });
    }
    for (const call of sending) send(call);
    // Settled rows alone may have filled the window: with them gone there is room again.
    if (emitted.length > 0 && sending.length === 0 && queue.length > 0) wake();
    if (!end && !isReading && !isRead && queue.length < limit.current * 2 * rowsPerCall) read();
    finish();
  }

  function settle(completion: Completion, held: { index: number; item: T }[], refused: Call[]): void {
    const { call, outcome, sentAt, at } = completion;
    const latencyMs = at - sentAt;
    const busy = inFlight;
    inFlight -= 1;
    if ('results' in outcome) {
      throttle.answered();
      limit.answered(busy);
      keep(outcome.results);
      return;
    }
    const { error } = outcome;
    const verdict = judgeFailure(error, call.rows.length);
    // Whatever it says, a server that answers is no reason to wait.
    if (error instanceof ApiError && verdict.kind !== 'again') throttle.answered();
    switch (verdict.kind) {
      case 'row':
        keep(failures(call, verdict.error, { latencyMs }));
        return;
      case 'divide':
        postpone(divided(call));
        return;
      case 'again': {
        lastRefusal = error;
        const { isUnreachable, askedMs } = verdict;
        if (!isUnreachable) limit.refused(sentAt, at);
        throttle.refused({ sentAt, now: at, askedMs, isUnreachable });
        postpone([{ ...call, attempt: call.attempt + 1 }]);
        return;
      }
      case 'stop':
        end ??= { reason: 'failed', error };
        postpone([call]);
    }

    function keep(results: readonly RowResult[]): void {
      for (const result of results) {
        const item = options.settle(result);
        window.put(result.index, item);
        held.push({ index: result.index, item });
      }
    }
    function postpone(calls: readonly Call[]): void {
      refused.push(call);
      again.push(...calls);
      again.sort((a, b) => indexOf(a) - indexOf(b));
    }
  }

  /** The calls for which there is room. */
  function choose(): readonly Call[] {
    const calls: Call[] = [];
    const wait = throttle.notBefore - clock.monotonic();
    if (wait > 0) waitOut(wait);
    const most = wait > 0 ? 0 : limit.current - inFlight;
    while (calls.length < most && again.length > 0) calls.push(...again.splice(0, 1));
    for (;;) {
      const index = queue.firstIndex;
      if (index === undefined || !hasRoom(index)) return calls;
      const row = queue.takeSettled();
      if (row) {
        window.put(row.index, row.item);
        continue;
      }
      const call = calls.length < most ? queue.takeCall(isRead) : undefined;
      if (!call) return calls;
      calls.push(call);
    }
  }

  const hasRoom = (index: number): boolean =>
    index - window.next < options.span && window.size < heldSize && options.isFull?.() !== true;

  function send(call: Call): void {
    inFlight += 1;
    const sentAt = clock.monotonic();
    const done = (outcome: Completion['outcome']): void => {
      completions.push({ call, sentAt, at: clock.monotonic(), outcome });
      wake();
    };
    options
      .ask(bodyOf(call))
      .then((answer) => {
        const results = callResults(call, answer, clock.monotonic() - sentAt);
        return options.present ? presentAll(results, options.present) : results;
      })
      .then(
        (results) => done({ results }),
        (error: unknown) => done({ error }),
      );
  }

  function waitOut(ms: number): void {
    if (isWaiting) return;
    isWaiting = true;
    const go = (): void => {
      isWaiting = false;
      wake();
    };
    clock.sleep(ms, signal).then(go, go);
  }

  function read(): void {
    isReading = true;
    source.next().then(
      (result) => {
        isReading = false;
        if (result.done === true) isRead = true;
        else queue.push(result.value);
        wake();
      },
      (error: unknown) => {
        isReading = false;
        end ??= { reason: 'failed', error };
        wake();
      },
    );
  }

  function finish(): void {
    if (inFlight > 0 || completions.length > 0) return;
    if (end) conclude(end);
    else if (isRead && queue.length === 0 && again.length === 0) conclude({ reason: 'done' });
  }

  signal?.addEventListener('abort', wake, { once: true });
  wake();
  return { ended, wake };
}

const indexOf = ({ rows }: Call): number => rows[0]?.index ?? 0;
