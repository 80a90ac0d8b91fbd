import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WriteBudget } from '../../../src/apply/write-budget.ts';
import { InterruptedError } from '../../../src/errors.ts';
import { fakeClock } from '../../helpers/fake-host.ts';

const never = new AbortController().signal;
const minute = 60_000;

async function writeTimes(count: number, writes: number, pauseMs = 0): Promise<readonly number[]> {
  const clock = fakeClock();
  const budget = new WriteBudget({ clock, writes });
  const times: number[] = [];
  for (let write = 0; write < count; write++) {
    await budget.take(never, () => undefined);
    times.push(clock.monotonic());
    if (pauseMs > 0) await clock.sleep(pauseMs);
  }
  return times;
}

describe('a write budget', () => {
  it('lets as many through at once as it has, and the next ones once five minutes have passed', async () => {
    const times = await writeTimes(110, 50);
    expect(times.slice(0, 50).every((time) => time === 0)).toBe(true);
    expect(times.slice(50, 100).every((time) => time === 5 * minute)).toBe(true);
    expect(times.slice(100).every((time) => time === 10 * minute)).toBe(true);
  });

  it('never lets more through in any five minutes, however the writes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 2 * minute }),
        async (writes, pauseMs) => {
          const times = await writeTimes(25, writes, pauseMs);
          for (const time of times) {
            expect(
              times.filter((other) => other >= time && other < time + 5 * minute).length,
            ).toBeLessThanOrEqual(writes);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells every ten seconds at most how long it still takes', async () => {
    const clock = fakeClock();
    const budget = new WriteBudget({ clock, writes: 1 });
    await budget.take(never, () => undefined);
    const left: number[] = [];
    await budget.take(never, (ms) => left.push(ms));
    expect(left).toHaveLength(30);
    expect(left.slice(0, 3)).toEqual([300_000, 290_000, 280_000]);
  });

  it('knows when the last of many further writes may go out', async () => {
    const clock = fakeClock();
    const budget = new WriteBudget({ clock, writes: 50 });
    expect(budget.etaMs(50)).toBe(0);
    expect(budget.etaMs(51)).toBe(5 * minute);
    for (let write = 0; write < 50; write++) await budget.take(never, () => undefined);
    expect(budget.etaMs(1)).toBe(5 * minute);
    expect(budget.etaMs(120)).toBe(15 * minute);
    await clock.sleep(2 * minute);
    expect(budget.etaMs(1)).toBe(3 * minute);
  });

  it('is left by an interrupt', async () => {
    const clock = fakeClock();
    const budget = new WriteBudget({ clock, writes: 1 });
    const interrupt = new AbortController();
    await budget.take(interrupt.signal, () => undefined);
    const waiting = budget.take(interrupt.signal, () => interrupt.abort(new InterruptedError('SIGINT')));
    await expect(waiting).rejects.toThrow(InterruptedError);
  });
});
