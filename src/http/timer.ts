const longestTimerMs = 2 ** 31 - 1;

/**
 * A signal that aborts after `ms` milliseconds of the wall clock. `AbortSignal.timeout` refuses a fraction, and takes
 * what is too long for a timer as no time at all: a fraction is rounded up, and the longest timer (24 days) is the end.
 */
export const timerSignal = (ms: number): AbortSignal =>
  AbortSignal.timeout(Math.min(Math.ceil(ms), longestTimerMs));
