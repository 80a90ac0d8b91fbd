import type { Context } from '../../../../context.ts';
import type { Tally } from '../../../../predict/batch/tally.ts';
import { elapsed } from '../../../../terminal/progress.ts';
import { count, rate } from './progress.ts';

/** What a run came to, as `-o json` prints it. */
export interface Summary {
  /** Where the answers are. */
  readonly out: string;
  /** Whether every row has a line there. */
  readonly complete: boolean;
  /** Lines there, those of earlier runs included; `ok` and `errors` add up to it. */
  readonly rows: number;
  readonly ok: number;
  readonly errors: number;
  /** Of this run alone, as everything that follows. */
  readonly asked: number;
  readonly retries: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** Of rows that were answered; null where none was. */
  readonly latency_ms: { readonly p50: number; readonly p95: number } | null;
  readonly elapsed_ms: number;
  readonly rows_per_second: number;
}

export function summarize(
  tally: Tally,
  totals: Pick<Summary, 'out' | 'complete' | 'rows' | 'errors'>,
  elapsedMs: number,
): Summary {
  const asked = tally.ok + tally.failed;
  const [p50, p95] = [tally.latency(0.5), tally.latency(0.95)];
  return {
    ...totals,
    ok: totals.rows - totals.errors,
    asked,
    retries: tally.retries,
    prompt_tokens: tally.promptTokens,
    completion_tokens: tally.completionTokens,
    latency_ms: p50 === undefined || p95 === undefined ? null : { p50: round(p50), p95: round(p95) },
    elapsed_ms: Math.round(elapsedMs),
    rows_per_second: round(asked / Math.max(elapsedMs / 1000, 0.001)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Says on stderr what a run came to, and what its first failures were.
 * @param earlier how many of the rows earlier runs have answered
 */
export function tellSummary({ notes }: Context, summary: Summary, tally: Tally, earlier: number): void {
  notes.info(
    `${summary.out}: ${count(summary.rows)} rows, ${count(summary.ok)} answered, ${count(summary.errors)} failed` +
      (earlier > 0 ? ` (${count(earlier)} from earlier runs)` : ''),
  );
  if (summary.asked > 0) notes.info(`  ${figures(summary)}`);
  for (const { index, id, error } of tally.failures) {
    notes.info(`  row ${index}${id === undefined ? '' : ` (${id})`}: ${error.code}: ${error.message}`);
  }
  const more = tally.failed - tally.failures.length;
  if (more > 0) notes.info(`  … and ${count(more)} more`);
}

function figures(summary: Summary): string {
  const { latency_ms: latency } = summary;
  const tokens =
    summary.prompt_tokens + summary.completion_tokens > 0
      ? [`tokens ${count(summary.prompt_tokens)} in, ${count(summary.completion_tokens)} out`]
      : [];
  return [
    `${count(summary.asked)} in ${elapsed(summary.elapsed_ms)}, ${rate(summary.rows_per_second)}`,
    ...(latency ? [`latency p50 ${latency.p50} ms, p95 ${latency.p95} ms`] : []),
    ...tokens,
    ...(summary.retries > 0 ? [`${count(summary.retries)} sent again`] : []),
  ].join('; ');
}
