import { expect, it } from 'vitest';
import { plainStyle } from '../../../src/output/style.ts';
import { relativeTime } from '../../../src/output/time.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const terminal = { style: plainStyle, now, width: 80 };

it.each([
  [0, '0 seconds ago'],
  [1_000, '1 second ago'],
  [-5_000, '0 seconds ago'],
  [59_000, '59 seconds ago'],
  [60_000, '1 minute ago'],
  [7_200_000, '2 hours ago'],
  [3 * 86_400_000, '3 days ago'],
  [100 * 86_400_000, '2025-11-21T12:00:00Z'],
  [-86_400_000, '2026-03-02T12:00:00Z'],
])('%i ms before now is told as %s', (age, expected) => {
  expect(relativeTime(now - age, terminal)).toBe(expected);
});

it('is exact where nobody reads it at once', () => {
  expect(relativeTime(now - 1_000, { style: plainStyle, now })).toBe('2026-03-01T11:59:59Z');
});

it.each([
  [undefined, ''],
  [Number.NaN, ''],
  [1e20, '100000000000000000000'],
])('shows %s as "%s"', (time, expected) => {
  expect(relativeTime(time, terminal)).toBe(expected);
});
