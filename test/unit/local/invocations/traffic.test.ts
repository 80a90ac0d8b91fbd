import { describe, expect, it } from 'vitest';
import { entitiesToTry } from '../../../../src/local/invocations/traffic.ts';
import { config, entity } from './data-plane.ts';

const [a, b, c] = [entity('a'), entity('b'), entity('c')] as const;
const order = (shares: readonly number[], random: number, fallback = false) =>
  entitiesToTry(config([a, b, c], shares), fallback, () => random).map(({ name }) => name);

describe('the served entity that answers', () => {
  it.each([
    [0, 'a'],
    [0.1999, 'a'],
    [0.2, 'b'],
    [0.4999, 'b'],
    [0.5, 'c'],
    [0.9999, 'c'],
  ])('is picked by its share: %d → %s', (random, name) => {
    expect(order([20, 30, 50], random)).toEqual([name]);
  });

  it('is never one without a share', () => {
    for (const random of [0, 0.25, 0.5, 0.75, 0.999_999]) {
      expect(order([0, 100, 0], random)).toEqual(['b']);
    }
  });

  it('is followed by all others in their order where fallback is on', () => {
    expect(order([0, 100, 0], 0.5, true)).toEqual(['b', 'a', 'c']);
  });

  it('is the first where no route has a share', () => {
    expect(order([0, 0, 0], 0.5)).toEqual(['a']);
  });

  it('is none where nothing is served', () => {
    expect(entitiesToTry(config([]), true, () => 0)).toEqual([]);
  });
});
