import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals } from '../../../src/commands/endpoints/log-arrivals.ts';

describe('what a log has gained', () => {
  it.each([
    ['nothing', 'a\nb\n', 'a\nb\n', ''],
    ['lines at the end', 'a\nb\n', 'a\nb\nc\n', 'c\n'],
    ['lines, while old ones slid out', 'a\nb\nc\n', 'c\nd\n', 'd\n'],
    ['the rest of a line that was not whole', 'a\nb', 'a\nbc\n', 'c\n'],
    ['all of it, where nothing is found again', 'a\nb\n', 'x\ny\n', 'x\ny\n'],
    ['all of it at the first look', '', 'a\n', 'a\n'],
    ['nothing, where it was emptied', 'a\n', '', ''],
  ])('%s', (_case, before, now, expected) => {
    expect(arrivals(before, now)).toBe(expected);
  });

  it('puts a log of distinct lines together again from windows that overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 4 })),
        (total, steps) => {
          const lines = Array.from({ length: total }, (_, index) => `line ${index}\n`);
          const ends = steps.reduce<number[]>(
            (all, step) => [...all, Math.min(total, (all.at(-1) ?? 0) + step)],
            [],
          );
          let before = '';
          let seen = '';
          for (const end of ends) {
            const now = lines.slice(Math.max(0, end - 5), end).join('');
            seen += arrivals(before, now);
            before = now;
          }
          expect(seen).toBe(lines.slice(0, ends.at(-1) ?? 0).join(''));
        },
      ),
    );
  });
});
