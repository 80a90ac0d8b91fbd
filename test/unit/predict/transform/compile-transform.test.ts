import { expect, it, test } from 'vitest';
import { UsageError } from '../../../../src/errors.ts';
import { compileTransform } from '../../../../src/predict/transform/compile-transform.ts';

const value = { a: [1, 2], 'a b': 3, prompt: 'hi' };

test.each<[string, string, unknown]>([
  ['JMESPath', 'a[0]', 1],
  ['a JMESPath that is a JSON list as well', '[0]', null],
  ['a JMESPath that is a JSON text as well', '"a b"', 3],
  ['a JMESPath that makes an object', '{first: a[0]}', { first: 1 }],
  ['a JMESPath of texts', "join('-', ['x', prompt])", 'x-hi'],
  ['a template', '{"n": "{{ a[1] }}", "k": "x"}', { n: 2, k: 'x' }],
  ['a template that is a text', '"{{ prompt }}!"', 'hi!'],
  ['a template that is a list', '["{{ prompt }}"]', ['hi']],
  ['an object without placeholders', '{"a": "b"}', { a: 'b' }],
])('%s is read as such', (_, text, result) => {
  expect(compileTransform(text)(value)).toEqual(result);
});

test.each([
  ['no JMESPath', 'a[', '--transform-input', 'no JMESPath expression'],
  ['a template that is no JSON', '{"a": "{{ b }}",}', '--transform-input', 'is no JSON'],
])('%s is refused, with the place', (_, text, place, message) => {
  expect(() => compileTransform(text, place)).toThrow(UsageError);
  expect(() => compileTransform(text, place)).toThrow(new RegExp(`${place}.*${message}`));
});

it('a function that the value does not fit is refused when it is applied', () => {
  const transform = compileTransform('length(`1`)', '--transform-output');
  expect(() => transform({})).toThrow(/--transform-output does not fit/);
});
