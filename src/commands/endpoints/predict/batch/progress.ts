import type { Context } from '../../../../context.ts';
import type { Tally } from '../../../../predict/batch/tally.ts';
import type { Throttle } from '../../../../predict/batch/throttle.ts';
import { elapsed } from '../../../../terminal/progress.ts';

export interface ProgressSource {
  readonly tally: Tally;
  readonly throttle: Throttle;
  /** How many rows are done, those of earlier runs included. */
  readonly done: () => number;
  /** How many there are, as far as that can be told. */
  readonly total: () => number | undefined;
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
  { tally, throttle, done, total }: ProgressSource,
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
    const parts = [`${counted(rows)}, ${rate(perSecond)}`];
    if (tally.failed > 0) parts.push(`${count(tally.failed)} failed`);
    const left = (total() ?? NaN) - done();
    if (rows > 0 && left > 0) parts.push(`about ${elapsed((left / perSecond) * 1000)} left`);
    const wait = throttle.notBefore - now;
    if (wait > 0) parts.push(`at a limit, next try in ${elapsed(wait)}`);
    return parts.join(', ');
  }
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${count(rows)} rows`);

export const count = (value: number): string => value.toLocaleString('en-US');

/** `1,204 rows/s`; of a few one place after the point. */
export const rate = (perSecond: number): string =>
  `${perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))} rows/s`;
