import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UsageError } from '../../../../src/errors.ts';
import { compileTemplate, hasPlaceholder } from '../../../../src/predict/transform/template.ts';

const fill = (template: unknown, value: unknown): unknown =>
  compileTemplate(template, '--transform-input')(value);

describe('a template', () => {
  test.each<[string, unknown, unknown]>([
    ['a placeholder alone takes the type of what is found', '{{ n }}', 2],
    ['… of a list too', '{{stop}}', ['.', '!']],
    ['… of null where nothing is', '{{ nothing }}', null],
    ['a placeholder in a text is text', 'n is {{ n }}.', 'n is 2.'],
    ['… nothing where nothing is', '<{{ nothing }}>', '<>'],
    ['… JSON of a list', 'at {{ stop }}', 'at [".","!"]'],
    ['several placeholders', '{{ prompt }}{{ n }} {{prompt}}', 'hi2 hi'],
    ['an expression with braces of its own', '{{ {a: {b: n}} }}', { a: { b: 2 } }],
    ['… in a text', 'is {{ {a: n} }}}', 'is {"a":2}}'],
    ['an expression with a text of braces', "{{ join('}}', stop) }}", '.}}!'],
    ["braces of one's own", "{{ '{{' }} and }}", '{{ and }}'],
    [
      'lists, objects and values of other types',
      [{ a: ['{{ n }}', 1, null, true] }],
      [{ a: [2, 1, null, true] }],
    ],
    ['keys, which stay as they are', { '{{ n }}': '{{ n }}' }, { '{{ n }}': 2 }],
  ])('%s', (_, template, filled) => {
    expect(fill(template, { prompt: 'hi', n: 2, stop: ['.', '!'] })).toEqual(filled);
  });

  test.each([
    ['a placeholder that is left open', 'a {{ b', 'without its }}'],
    ['a placeholder that holds no JMESPath', '{{ a b }}', 'no JMESPath'],
    ['a placeholder that holds nothing', '{{ }}', 'no JMESPath'],
  ])('refuses %s', (_, template, message) => {
    expect(() => compileTemplate({ deep: [template] }, '--transform-input')).toThrow(UsageError);
    expect(() => compileTemplate({ deep: [template] }, '--transform-input')).toThrow(message);
  });

  it('without placeholders is itself, whatever it is filled with', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (template, value) => {
        fc.pre(!hasPlaceholder(template));
        expect(fill(template, value)).toEqual(template);
      }),
    );
  });

  it('that is one placeholder gives any value back as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fill('{{ v }}', { v: value })).toEqual(value);
        expect(fill({ a: ['{{v}}'] }, { v: value })).toEqual({ a: [value] });
      }),
    );
  });

  it('puts any text where its placeholder stands, braces and quotes and all', () => {
    const around = fc.string().filter((one) => !one.includes('{'));
    fc.assert(
      fc.property(around, fc.string(), around, (before, value, after) => {
        // A brace right behind the placeholder's own two would be read as part of an expression that does not end there.
        expect(fill(`${before} {{ v }} ${after}`, { v: value })).toBe(`${before} ${value} ${after}`);
      }),
    );
  });
});
