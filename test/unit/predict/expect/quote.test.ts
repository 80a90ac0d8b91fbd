import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutMiddle, quote } from '../../../../src/predict/expect/quote.ts';

test('a short value is JSON on one line', () => {
  expect(quote('a\n"b"')).toBe('"a\\n\\"b\\""');
  expect(quote({ a: [1, null] })).toBe('{"a":[1,null]}');
  expect(quote(undefined)).toBe('nothing');
});

test('a long text keeps its beginning and its end, and whole characters', () => {
  expect(cutMiddle('abcdefghij', 4)).toBe('ab … 6 characters … ij');
  expect(cutMiddle('👋'.repeat(6), 4)).toBe('👋👋 … 2 characters … 👋👋');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 20 }), (text, length) => {
      const cut = cutMiddle(text, length);
      if (Array.from(text).length <= length) expect(cut).toBe(text);
      else expect(Array.from(cut).length).toBeLessThan(length + 30);
    }),
  );
});
