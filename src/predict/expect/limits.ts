import type { Expectation } from './expectation.ts';

/** The whole answer is there within `limitMs`. */
export const expectLatency =
  (limitMs: number): Expectation =>
  ({ totalMs }) =>
    totalMs <= limitMs
      ? undefined
      : {
          flag: '--max-latency',
          expected: `the answer within ${seconds(limitMs)}`,
          got: `it after ${seconds(totalMs)}`,
        };

/** The first word is there within `limitMs`. */
export const expectFirstToken =
  (limitMs: number): Expectation =>
  ({ firstTokenMs }) => {
    if (firstTokenMs !== undefined && firstTokenMs <= limitMs) return undefined;
    return {
      flag: '--max-ttft',
      expected: `the first token within ${seconds(limitMs)}`,
      got: firstTokenMs === undefined ? 'no token' : `it after ${seconds(firstTokenMs)}`,
    };
  };

/** `312 ms`, `1.42 s`. */
export const seconds = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
