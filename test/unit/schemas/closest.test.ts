import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, editDistance } from '#schemas/closest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['name', 'name', 0],
    ['nmae', 'name', 1],
    ['nam', 'name', 1],
    ['names', 'name', 1],
    ['nane', 'name', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways, and zero for equals alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('closest', () => {
  it.each([
    ['traffic_confg', 'traffic_config'],
    ['tag', 'tags'],
    ['completely_else', undefined],
    ['x', undefined],
  ])('takes %s for %s', (word, meant) => {
    expect(closest(word, ['name', 'tags', 'traffic_config', 'ai_gateway'])).toBe(meant);
  });

  it('prefers the nearest, and the first of equals', () => {
    expect(closest('calls', ['call', 'cells', 'calls_'])).toBe('call');
    expect(closest('abcd', ['abxx', 'abcx'])).toBe('abcx');
  });
});
