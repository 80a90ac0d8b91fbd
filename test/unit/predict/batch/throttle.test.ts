import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../../src/predict/batch/throttle.ts';

const options = { budgetMs: 60_000, unreachableBudgetMs: 5_000, random: () => 0.5 };

describe('the throttle', () => {
  it('waits as long as the server asks, but never not at all', () => {
    const throttle = createThrottle(options);
    throttle.refused({ sentAt: 0, now: 100, askedMs: 7_000, isUnreachable: false });
    expect(throttle.notBefore).toBe(7_100);
    const impatient = createThrottle(options);
    impatient.refused({ sentAt: 0, now: 100, askedMs: 0, isUnreachable: false });
    expect(impatient.notBefore).toBe(350);
  });

  it('waits longer from one refusal to the next, where the server does not say', () => {
    const throttle = createThrottle(options);
    const waits = [0, 1_000, 4_000, 9_000].map((now) => {
      throttle.refused({ sentAt: now, now: now + 1, askedMs: undefined, isUnreachable: false });
      return throttle.notBefore - now - 1;
    });
    expect(waits).toEqual([400, 1_500, 2_250, 3_000]);
  });

  it('takes refusals of calls that went out together as one', () => {
    const throttle = createThrottle(options);
    for (const sentAt of [0, 1, 2]) {
      throttle.refused({ sentAt, now: 10 + sentAt, askedMs: undefined, isUnreachable: false });
    }
    expect(throttle.notBefore).toBe(410);
  });

  it('is exhausted when nothing but refusals has come for the whole budget', () => {
    const throttle = createThrottle(options);
    throttle.refused({ sentAt: 0, now: 0, askedMs: 40_000, isUnreachable: false });
    expect(throttle.isExhausted).toBe(false);
    throttle.refused({ sentAt: 40_000, now: 40_001, askedMs: 40_000, isUnreachable: false });
    expect(throttle.isExhausted).toBe(true);
  });

  it('begins anew with an answer', () => {
    const throttle = createThrottle(options);
    throttle.refused({ sentAt: 0, now: 0, askedMs: 40_000, isUnreachable: false });
    throttle.answered();
    throttle.refused({ sentAt: 40_000, now: 40_001, askedMs: 40_000, isUnreachable: false });
    expect(throttle.isExhausted).toBe(false);
  });

  it('gives up on a server that is not there sooner', () => {
    const throttle = createThrottle(options);
    for (const now of [0, 1_000, 3_000, 6_000]) {
      throttle.refused({ sentAt: now, now, askedMs: undefined, isUnreachable: true });
    }
    expect(throttle.isExhausted).toBe(true);
  });
});
