import { createLatencySketch } from './latency-sketch.ts';
import type { RowFailure, RowResult } from './row-result.ts';

/** What a run has come to so far, in flat memory. */
export interface Tally {
  readonly ok: number;
  readonly failed: number;
  /** How often a row was sent again. */
  readonly retries: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The first few that failed. */
  readonly failures: readonly RowFailure[];
  add(result: RowResult): void;
  /** Milliseconds; undefined where nothing was answered. */
  latency(share: number): number | undefined;
}

const shownFailures = 5;

export function createTally(): Tally {
  const latencies = createLatencySketch();
  const failures: RowFailure[] = [];
  const counts = { ok: 0, failed: 0, retries: 0, promptTokens: 0, completionTokens: 0 };
  return {
    get ok() {
      return counts.ok;
    },
    get failed() {
      return counts.failed;
    },
    get retries() {
      return counts.retries;
    },
    get promptTokens() {
      return counts.promptTokens;
    },
    get completionTokens() {
      return counts.completionTokens;
    },
    failures,
    add: (result) => {
      counts.retries += (result.attempts ?? 1) - 1;
      if (result.ok) {
        counts.ok += 1;
        counts.promptTokens += result.usage?.prompt_tokens ?? 0;
        counts.completionTokens += result.usage?.completion_tokens ?? 0;
        if (result.latencyMs !== undefined) latencies.add(result.latencyMs);
        return;
      }
      counts.failed += 1;
      if (failures.length < shownFailures) failures.push(result);
    },
    latency: (share) => latencies.percentile(share),
  };
}
