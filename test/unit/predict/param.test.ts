import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { parseParam, parseParams } from '../../../src/predict/param.ts';

test.each<[string, string, unknown]>([
  ['temperature=0.2', 'temperature', 0.2],
  ['n=2', 'n', 2],
  ['logprobs=true', 'logprobs', true],
  ['seed=null', 'seed', null],
  ['stop=["."]', 'stop', ['.']],
  ['response_format={"type":"text"}', 'response_format', { type: 'text' }],
  ['effort=low', 'effort', 'low'],
  ['version="12"', 'version', '12'],
  ['empty=', 'empty', ''],
  ['filter=a=b', 'filter', 'a=b'],
  ['spaced= 1 ', 'spaced', 1],
  ['broken={', 'broken', '{'],
  ['id=12345678901234567890', 'id', '12345678901234567890'],
  ['__proto__=1', '__proto__', 1],
])('%s', (text, key, value) => {
  expect(parseParam(text)).toEqual([key, value]);
});

test.each(['temperature', '=1', ''])('%j is refused', (text) => {
  expect(() => parseParam(text)).toThrow(UsageError);
});

test('several make an object, own keys only', () => {
  const params = parseParams(['a=1', '__proto__=2']);
  expect(Object.entries(params)).toEqual([
    ['a', 1],
    ['__proto__', 2],
  ]);
  expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
});

test('a key that comes twice is refused, and the hint shows a list', () => {
  expect(() => parseParams(['stop=a', 'stop=b'])).toThrow("parameter 'stop' is given twice");
});
