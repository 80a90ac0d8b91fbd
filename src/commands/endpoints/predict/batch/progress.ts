import type { Context } from '../../../../context.ts';
import type { Tally } from '../../../../predict/batch/tally.ts';
import type { Throttle } from '../../../../predict/batch/throttle.ts';
import { elapsed } from '../../../../terminal/progress.ts';

export interface ProgressSource {
  readonly tally: Tally;
  readonly throttle: Throttle;
  /** How much of the rows has been read, where that can be known. */
  readonly share: () => number | undefined;
}

export interface BatchProgress {
  /** Cheap: most calls do nothing. */
  update(): void;
  stop(): void;
}

/** How far the run is. A terminal sees it move; a log gets a line now and then. */
export async function showProgress(
  { host, notes }: Context,
  label: string,
  { tally, throttle, share }: ProgressSource,
): Promise<BatchProgress> {
  const { clock } = host;
  const every = host.stderr.isTTY === true ? 200 : 15_000;
  const startedAt = clock.monotonic();
  const progress = await notes.progress(label);
  let shownAt = startedAt;
  return {
    update: () => {
      const now = clock.monotonic();
      if (now - shownAt < every) return;
      shownAt = now;
      progress.update(text(now));
    },
    stop: () => progress.stop(),
  };

  function text(now: number): string {
    const rows = tally.ok + tally.failed;
    const perSecond = rows / ((now - startedAt) / 1000);
    const parts = [`${count(rows)} rows, ${rate(perSecond)}`];
    if (tally.failed > 0) parts.push(`${count(tally.failed)} failed`);
    const read = share();
    if (read !== undefined && read > 0.01 && read < 1) {
      parts.push(`about ${elapsed(((now - startedAt) / read) * (1 - read))} left`);
    }
    const wait = throttle.notBefore - now;
    if (wait > 0) parts.push(`at a limit, next try in ${elapsed(wait)}`);
    return parts.join(', ');
  }
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** `1,204 rows/s`; of a few one place after the point. */
export const rate = (perSecond: number): string =>
  `${perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))} rows/s`;
