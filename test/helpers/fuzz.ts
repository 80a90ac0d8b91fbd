import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { vi } from 'vitest';

const { SERVECTL_FUZZ_FACTOR, SERVECTL_FUZZ_SEED, SERVECTL_FUZZ_COUNTS } = process.env;

/** `npm run fuzz` makes longer runs of property tests. */
const factor = Number(SERVECTL_FUZZ_FACTOR ?? 1);

/** To be called once in a file: a property takes as long as it has cases, and draws them from the seed that is asked for. */
export function prepareFuzzing(): void {
  vi.setConfig({ testTimeout: 60_000 * factor });
  if (SERVECTL_FUZZ_SEED !== undefined) fc.configureGlobal({ seed: Number(SERVECTL_FUZZ_SEED) });
}

/** How many cases a property tries, where it usually tries so many. */
export function runs(usual: number): number {
  const count = usual * factor;
  if (SERVECTL_FUZZ_COUNTS !== undefined) appendFileSync(SERVECTL_FUZZ_COUNTS, `${count}\n`);
  return count;
}
