export interface ThrottleOptions {
  /** How long nothing but refusals may come before the run is given up, in milliseconds. */
  readonly budgetMs: number;
  /** The same while the server cannot be reached at all. */
  readonly unreachableBudgetMs: number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** When to send again what was refused. All calls wait together: they are refused for what they do together. */
export interface Throttle {
  /** Nothing is sent before, on the caller's clock. */
  readonly notBefore: number;
  /** True once refusals alone have come for as long as the budget allows, or are asked to wait beyond it. */
  readonly isExhausted: boolean;
  answered(): void;
  /** @param askedMs how long the server asks to wait, where it says so */
  refused(refusal: {
    readonly sentAt: number;
    readonly now: number;
    readonly askedMs?: number | undefined;
    readonly isUnreachable: boolean;
  }): void;
}

/** `Retry-After: 0` must not become a loop without a pause. */
const shortestWaitMs = 250;

export function createThrottle({ budgetMs, unreachableBudgetMs, random }: ThrottleOptions): Throttle {
  let notBefore = -Infinity;
  let decidedAt = -Infinity;
  let firstRefusedAt: number | undefined;
  let streak = 0;
  let isExhausted = false;
  return {
    get notBefore() {
      return notBefore;
    },
    get isExhausted() {
      return isExhausted;
    },
    answered: () => {
      firstRefusedAt = undefined;
      streak = 0;
    },
    refused: ({ sentAt, now, askedMs, isUnreachable }) => {
      firstRefusedAt ??= now;
      // Calls that went out together are refused together: the first refusal has decided how long all of them wait.
      const isNew = sentAt > decidedAt;
      if (!isNew && askedMs === undefined) return;
      if (isNew) {
        streak += 1;
        decidedAt = now;
      }
      const waitMs = askedMs === undefined ? backoff(streak, random()) : Math.max(askedMs, shortestWaitMs);
      notBefore = Math.max(notBefore, now + waitMs);
      const budget = isUnreachable ? Math.min(budgetMs, unreachableBudgetMs) : budgetMs;
      if (notBefore - firstRefusedAt > budget) isExhausted = true;
    },
  };
}

/** Milliseconds: the first is short, then between half and all of 2 s, 3 s, … 10 s. */
const backoff = (streak: number, random: number): number =>
  streak === 1 ? 200 + 400 * random : Math.min(streak, 10) * 1000 * (0.5 + random / 2);
