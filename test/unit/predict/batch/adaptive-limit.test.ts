import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAdaptiveLimit } from '../../../../src/predict/batch/adaptive-limit.ts';

describe('the adaptive limit', () => {
  it('grows by one with each answer until it is refused', () => {
    const limit = createAdaptiveLimit({ initial: 2, max: 5 });
    limit.answered(2);
    limit.answered(3);
    expect(limit.current).toBe(4);
    limit.answered(4);
    limit.answered(5);
    expect(limit.current).toBe(5);
  });

  it('halves when it is refused, and then grows by one with each round of answers', () => {
    const limit = createAdaptiveLimit({ initial: 8, max: 64 });
    limit.refused(0, 10);
    expect(limit.current).toBe(4);
    for (let answer = 0; answer < 5; answer++) limit.answered(5);
    expect(limit.current).toBe(5);
  });

  it('halves once for calls that went out together', () => {
    const limit = createAdaptiveLimit({ initial: 8, max: 64 });
    limit.refused(0, 10);
    limit.refused(1, 11);
    limit.refused(9, 12);
    expect(limit.current).toBe(4);
    limit.refused(13, 14);
    expect(limit.current).toBe(2);
  });

  it('does not grow while it is not used up', () => {
    const limit = createAdaptiveLimit({ initial: 8, max: 64 });
    for (let answer = 0; answer < 100; answer++) limit.answered(3);
    expect(limit.current).toBe(8);
  });

  it('stays a whole number from 1 to the most, whatever happens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.boolean()), (max, answers) => {
        const limit = createAdaptiveLimit({ initial: 8, max });
        answers.forEach((isAnswer, now) => {
          if (isAnswer) limit.answered(limit.current);
          else limit.refused(now, now);
          expect(limit.current).toBeGreaterThanOrEqual(1);
          expect(limit.current).toBeLessThanOrEqual(max);
          expect(Number.isInteger(limit.current)).toBe(true);
        });
      }),
    );
  });
});
