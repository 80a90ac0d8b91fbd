import { expect, it } from 'vitest';
import { parseDuration } from '../../../src/commands/shared/duration.ts';

it.each([
  ['90s', 90_000],
  ['20m', 1_200_000],
  ['2h', 7_200_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['500ms', 500],
  ['0s', 0],
  ['PT20M', 1_200_000],
  ['pt1h0.5s', 3_600_500],
  ['P1D', 86_400_000],
  ['P1DT1H', 90_000_000],
])('%s is %i ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

it.each(['', '20', 'm', '20 m', '-5m', 'P', 'PT', 'P1DT', '1h-5m', 'soon', '1e3s'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
