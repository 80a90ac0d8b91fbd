import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { path, withQuery } from '../../../src/http/path.ts';

describe('path', () => {
  it.each([
    ['chat', '/e/chat/config'],
    ['a/b', '/e/a%2Fb/config'],
    ['a b?c#d', '/e/a%20b%3Fc%23d/config'],
    ['../admin', '/e/..%2Fadmin/config'],
    ['...', '/e/.../config'],
    ['naïve', '/e/na%C3%AFve/config'],
    [7, '/e/7/config'],
  ])('escapes %j', (name, expected) => {
    expect(path`/e/${name}/config`).toBe(expected);
  });

  it.each(['', '.', '..', '\ud800'])('refuses %j', (name) => {
    expect(() => path`/e/${name}`).toThrow(UsageError);
  });

  it('makes of any name one segment, which comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        fc.pre(!/^\.{1,2}$/.test(name));
        const url = new URL(path`/e/${name}/config`, 'https://x.test');
        const segments = url.pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(name);
      }),
    );
  });
});

describe('withQuery', () => {
  it.each([
    [{}, '/a'],
    [{ b: 'c d', e: 1, f: true }, '/a?b=c%20d&e=1&f=true'],
    [{ b: undefined, c: ['x', 'y&z'] }, '/a?c=x&c=y%26z'],
  ])('adds %j', (query, expected) => {
    expect(withQuery('/a', query)).toBe(expected);
  });

  it('goes on after a query that is there', () => {
    expect(withQuery('/a?b=1', { c: 2 })).toBe('/a?b=1&c=2');
  });
});
