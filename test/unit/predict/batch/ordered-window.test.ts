import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedWindow } from '../../../../src/predict/batch/ordered-window.ts';

describe('the ordered window', () => {
  it('hands out in order what was put in any, and holds nothing when all is there', () => {
    const permutations = fc
      .integer({ min: 0, max: 50 })
      .chain((count) =>
        fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
      );
    fc.assert(
      fc.property(permutations, fc.integer({ min: 0, max: 1000 }), (order, first) => {
        const window = new OrderedWindow<string>(first, (item) => item.length);
        const out: string[] = [];
        let put = 0;
        for (const index of order) {
          window.put(first + index, `row ${first + index}`);
          put += 1;
          out.push(...window.drain());
          expect(window.next).toBe(first + out.length);
          expect(window.size > 0).toBe(put > out.length);
        }
        expect(out).toEqual([...Array(order.length).keys()].map((index) => `row ${first + index}`));
      }),
    );
  });
});
