/**
 * How many calls may be under way: additive increase, multiplicative decrease, as TCP does. It grows by one with each
 * answer until the first refusal (slow start), later by one with each round of answers; a refusal halves it.
 */
export interface AdaptiveLimit {
  /** A whole number from 1. */
  readonly current: number;
  /** @param inFlight how many were under way with it: what is not used up is not raised */
  answered(inFlight: number): void;
  /**
   * @param sentAt when the call that was refused was sent, and `now`, on one clock: calls sent before the last decrease
   * tell nothing of the limit since
   */
  refused(sentAt: number, now: number): void;
}

export function createAdaptiveLimit(options: {
  readonly initial: number;
  readonly max: number;
}): AdaptiveLimit {
  const { max } = options;
  let limit = Math.min(options.initial, max);
  let isStarting = true;
  let decreasedAt = -Infinity;
  return {
    get current() {
      return Math.floor(limit);
    },
    answered: (inFlight) => {
      if (inFlight < Math.floor(limit)) return;
      limit = Math.min(max, limit + (isStarting ? 1 : 1 / limit));
    },
    refused: (sentAt, now) => {
      isStarting = false;
      if (sentAt <= decreasedAt) return;
      limit = Math.max(1, limit / 2);
      decreasedAt = now;
    },
  };
}
