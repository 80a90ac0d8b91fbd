import type { Clock } from '../clock.ts';

export interface BudgetOptions {
  readonly clock: Clock;
  /** The most writes in any `windowMs`. */
  readonly writes: number;
  /** Milliseconds. Default: 5 minutes. */
  readonly windowMs?: number;
}

const minute = 60_000;

/** How long one sleep is, so that whoever waits can say now and then that it still does. */
const longestSleepMs = 10_000;

/**
 * Keeps the writes of a run under a limit: never more than so many in any stretch of so many minutes. First come, first
 * served. A workspace that counts otherwise (in fixed minutes, with a burst on top) is kept within its limit too.
 */
export class WriteBudget {
  readonly #clock: Clock;
  readonly #writes: number;
  readonly #windowMs: number;
  /** When the latest writes went out, or will. */
  readonly #times: number[] = [];
  #held = 0;

  constructor({ clock, writes, windowMs = 5 * minute }: BudgetOptions) {
    this.#clock = clock;
    this.#writes = writes;
    this.#windowMs = windowMs;
  }

  /**
   * Resolves when the next write may go out.
   * @param onWait called before each sleep with the milliseconds that are left until then
   * @throws the signal's reason; the place in the row is lost then
   */
  async take(signal: AbortSignal, onWait: (leftMs: number) => void): Promise<void> {
    signal.throwIfAborted();
    const at = this.#next(this.#times, this.#clock.monotonic());
    this.#times.push(at);
    if (this.#times.length > this.#writes) this.#times.shift();
    this.#held += 1;
    try {
      for (;;) {
        const left = at - this.#clock.monotonic();
        if (left <= 0) return;
        onWait(left);
        await this.#clock.sleep(Math.min(left, longestSleepMs), signal);
      }
    } finally {
      this.#held -= 1;
    }
  }

  /** How many wait for their turn. */
  get held(): number {
    return this.#held;
  }

  /** Milliseconds until the last of `count` further writes may go out, after all that wait already. */
  etaMs(count: number): number {
    const now = this.#clock.monotonic();
    const times = [...this.#times];
    for (let write = 0; write < count; write++) times.push(this.#next(times, now));
    return Math.max(0, (times.at(-1) ?? now) - now);
  }

  #next(times: readonly number[], now: number): number {
    const oldest = times[times.length - this.#writes];
    return oldest === undefined ? now : Math.max(now, oldest + this.#windowMs);
  }
}
