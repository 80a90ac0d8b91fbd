import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, compare, isEqual, type Structure } from '../../../src/plan/compare.ts';

const structure: Structure = {
  keyOf: (pattern) => (pattern === 'items' ? (item) => [String((item as { id: unknown }).id)] : undefined),
  isFreeMap: (pattern) => pattern === 'env',
};
const found = (actual: unknown, desired: unknown) =>
  compare(actual, desired, structure).map(({ path, pattern, at, from, to, root }) => [
    path,
    pattern,
    at,
    from,
    to,
    root.path,
  ]);

describe('comparing two values', () => {
  it('tells each leaf that differs, with its place and the topmost part that one side lacks', () => {
    expect(found({ a: 1, b: { c: 2 } }, { a: 2, d: { e: { f: 3 } } })).toEqual([
      ['a', 'a', ['a'], 1, 2, 'a'],
      ['d.e.f', 'd.e.f', ['d', 'e', 'f'], undefined, 3, 'd'],
      ['b.c', 'b.c', ['b', 'c'], 2, undefined, 'b'],
    ]);
  });

  it('matches items by key, whatever their order, and keeps their place in the desired list', () => {
    const items = [
      { id: 'x', n: 1 },
      { id: 'y', n: 1 },
    ];
    expect(found({ items }, { items: items.toReversed() })).toEqual([]);
    expect(found({ items }, { items: [{ id: 'y', n: 2 }, items[0]] })).toEqual([
      ['items[y].n', 'items[*].n', ['items', 0, 'n'], 1, 2, 'items[y].n'],
    ]);
  });

  it('tells items of one key apart by their values', () => {
    const [one, two] = [
      { id: 'x', n: 1 },
      { id: 'x', n: 2 },
    ];
    expect(found({ items: [one, two] }, { items: [two, one] })).toEqual([]);
    expect(found({ items: [one] }, { items: [two, one] }).map(([path]) => path)).toEqual([
      'items[x #2].id',
      'items[x #2].n',
    ]);
  });

  it('takes keys of a free map for data', () => {
    expect(found({ env: { A: '' } }, { env: {} })).toEqual([
      ['env.A', 'env.*', ['env', 'A'], '', undefined, 'env.A'],
    ]);
  });

  it.each([
    [{ a: {} }, {}],
    [{ a: [] }, {}],
    [{ a: null }, {}],
    [{ items: [] }, {}],
    [undefined, {}],
  ])('finds no difference between %j and %j', (one, other) => {
    expect(found(one, other)).toEqual([]);
    expect(found(other, one)).toEqual([]);
  });

  it('compares values of different types as they are', () => {
    expect(found({ a: { b: 1 } }, { a: 'b' })).toEqual([['a', 'a', ['a'], { b: 1 }, 'b', 'a']]);
    expect(found({ items: 'x' }, { items: [{ id: 'x' }] })).toHaveLength(1);
  });

  it('finds nothing in a value and itself, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(found(value, structuredClone(value))).toEqual([]);
        expect(isEqual(value, structuredClone(value))).toBe(true);
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
