import path from 'node:path';
import type { Context } from '../../../../context.ts';
import { UsageError } from '../../../../errors.ts';
import { createAdaptiveLimit } from '../../../../predict/batch/adaptive-limit.ts';
import { createAnswerLog } from '../../../../predict/batch/answer-log.ts';
import { batchEntries } from '../../../../predict/batch/entries.ts';
import { isSpent } from '../../../../predict/batch/error-budget.ts';
import { type BatchEnd, startBatch } from '../../../../predict/batch/run-batch.ts';
import { resultLine, type RowResult } from '../../../../predict/batch/row-result.ts';
import { readAnswerHead } from '../../../../predict/batch/saved-run.ts';
import { createTally } from '../../../../predict/batch/tally.ts';
import { createThrottle } from '../../../../predict/batch/throttle.ts';
import type { PredictFlags } from '../flags/predict.ts';
import { isApp } from '../route-task.ts';
import { sayWhyItWaits } from '../waking.ts';
import { type AnswerFiles, openAnswerFiles } from './answer-files.ts';
import { judgeEnd } from './judge-end.ts';
import { lockFile } from './lock.ts';
import { openRows, type Rows } from './open-rows.ts';
import { prepareBatch, type Prepared } from './prepare.ts';
import { showProgress } from './progress.ts';
import { settingsHash } from './settings-hash.ts';
import { summarize, tellSummary } from './summary.ts';
import { holdYoungGeneration } from './young-generation.ts';

const defaults = {
  concurrency: 64,
  /** Calls at a time to begin with. */
  initial: 8,
  limitBudgetMs: 600_000,
  /** A server that is down is soon reported. */
  unreachableBudgetMs: 30_000,
};

/** Rows that the reading may be ahead, for each call that may be under way. */
const spanPerCall = 16;
/** The most text that is held back for a row before it, in characters. */
const heldSize = 64 * 1024 * 1024;

/**
 * Asks the endpoint with each row of a file and writes the answers to another, in the order of the rows.
 * @throws ServectlError `ROWS_FAILED` where rows failed, `THROTTLED` where the endpoint took nothing for too long
 */
export async function predictBatch(context: Context, name: string, flags: PredictFlags): Promise<void> {
  const { batch, out: shown } = flags;
  if (batch === undefined) throw new UsageError(idle);
  if (shown === undefined) {
    throw new UsageError('--batch needs a file for its answers', { hint: 'add --out answers.jsonl' });
  }
  const { host } = context;
  const out = path.resolve(host.cwd, shown);
  if (out === path.resolve(host.cwd, batch)) throw new UsageError('--batch and --out are one file');
  const rows = await openRows(context, batch);
  const prepared = await prepareBatch(context, name, flags, rows);
  const lock = await lockFile(out, shown, host.platform);
  try {
    const files = await openAnswerFiles({
      out,
      shown,
      header: { servectl_batch: 1, rows: rows.fingerprint, settings: settingsHash(name, flags) },
      retry: flags.retryErrors ? 'errors' : flags.retryUncertain ? 'uncertain' : undefined,
      clock: host.clock,
    });
    await work(context, { name, shown, flags, rows, prepared, files });
  } finally {
    await lock.release();
  }
}

const idle = '--out, --retry-errors and the like are for --batch';

interface Work {
  readonly name: string;
  readonly shown: string;
  readonly flags: PredictFlags;
  readonly rows: Rows;
  readonly prepared: Prepared;
  readonly files: AnswerFiles;
}

async function work(context: Context, task: Work): Promise<void> {
  const { flags, rows, prepared, files, name } = task;
  const { host, notes, signal } = context;
  const { clock } = host;
  tellUncertain(context, task);
  const tally = createTally();
  const concurrency = flags.concurrency ?? defaults.concurrency;
  const limit = createAdaptiveLimit({ initial: Math.min(defaults.initial, concurrency), max: concurrency });
  const throttle = createThrottle({
    budgetMs: flags.limitBudget ?? defaults.limitBudgetMs,
    unreachableBudgetMs: defaults.unreachableBudgetMs,
    random: () => host.random(),
  });
  const holdMemory = holdYoungGeneration(host.nodeVersion);
  let turns = 0;
  const log = createAnswerLog(files.log, files.state);
  let written = files.scan.rows;
  let rowsRead = 0;
  let writtenErrors = files.scan.failed;
  let kept = files.scan.rows;
  const settle = (result: RowResult): string => {
    tally.add(result);
    return resultLine(result);
  };
  const startedAt = clock.monotonic();
  const progress = await showProgress(context, `asking ${name} with the rows of ${flags.batch ?? ''}`, {
    tally,
    throttle,
    done: () => written,
    total: () => {
      const share = rows.share();
      return share === undefined || share === 0 ? undefined : Math.round(rowsRead / share);
    },
  });
  const waking = sayWhyItWaits(context, { name, isApp: isApp(flags) });
  const sayWhatIsAwaited = (): void =>
    notes.info('waiting for the answers to what has been sent; once more to end at once');
  signal.addEventListener('abort', sayWhatIsAwaited, { once: true });
  const source = batchEntries({
    raw: counted(rows.chunks, (read) => {
      rowsRead += read;
    }),
    parse: (raw) => rows.parse(raw),
    shape: (row) => prepared.shaper.shape(row),
    settle,
    first: files.scan.rows,
    state: files.state,
    retriesUncertain: flags.retryUncertain === true,
    ...(files.earlier ? { earlier: files.earlier } : {}),
    onKept: () => {
      kept += 1;
    },
  });
  let end: BatchEnd;
  try {
    end = await startBatch<string>({
      source,
      ask: prepared.ask,
      ...(prepared.present && { present: prepared.present }),
      settle,
      commit: (turn) => {
        if (written === files.scan.rows && turn.emitted.length > 0) waking.stop();
        log.commit(turn);
        written = turn.next;
        for (const line of turn.emitted) if (readAnswerHead(line)?.ok === false) writtenErrors += 1;
        progress.update();
        turns += 1;
        if (turns % 32 === 0) holdMemory();
      },
      limit,
      throttle,
      clock,
      span: concurrency * spanPerCall * prepared.rowsPerCall,
      rowsPerCall: prepared.rowsPerCall,
      heldSize,
      sizeOf: (line) => line.length,
      first: files.scan.rows,
      signal,
      ...(flags.maxErrors ? { hasEnough: () => isSpent(flags.maxErrors ?? { count: 0 }, tally) } : {}),
    }).ended;
  } finally {
    signal.removeEventListener('abort', sayWhatIsAwaited);
    waking.stop();
    progress.stop();
    await source.return();
    await files.earlier?.lines.return();
  }
  const isDone = end.reason === 'done';
  if (isDone) await files.finish();
  else files.leave();
  const summary = summarize(
    tally,
    {
      out: task.shown,
      complete: isDone,
      rows: written,
      errors: writtenErrors,
    },
    clock.monotonic() - startedAt,
  );
  tellSummary(context, summary, tally, kept);
  if (!isDone) notes.info('run the same command again to go on');
  await context.results.show(summary, { human: () => [], names: () => [summary.out] });
  await judgeEnd(context, task, end, summary, tally);
}

async function* counted<T>(
  chunks: AsyncIterable<readonly T[]>,
  add: (count: number) => void,
): AsyncGenerator<readonly T[], void> {
  for await (const chunk of chunks) {
    add(chunk.length);
    yield chunk;
  }
}

/** Rows that were sent and never answered cost money twice where they are sent again unasked. */
function tellUncertain({ notes }: Context, { files, flags }: Work): void {
  const { uncertain } = files.state;
  if (files.scan.rows > 0) notes.info(`going on after ${files.scan.rows} rows`);
  if (uncertain.length === 0) return;
  const few = uncertain.slice(0, 20).join(', ');
  const list = uncertain.length > 20 ? `${few}, … (${uncertain.length} in all)` : few;
  notes.warn(
    flags.retryUncertain === true
      ? `asking again with rows that may have been answered already: ${list}`
      : `sent by a run that ended before the answers came, and not sent again: rows ${list} (--retry-uncertain does)`,
  );
}
