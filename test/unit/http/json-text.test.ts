import { describe, expect, it } from 'vitest';
import { jsonText, parseKept, withFields } from '../../../src/http/json-text.ts';

describe('JSON that is handed on', () => {
  const text = ' {"id": 12345678901234567890, "share": 1.0, "much": 1e400}\n';

  it('is written as it was read', () => {
    expect(jsonText(parseKept(text))).toBe(text);
  });

  it('takes further fields, and keeps what stands beside them', () => {
    const extended = withFields(withFields(parseKept(text) as object, { n: 2 }), { stream: true });
    expect(extended).toMatchObject({ share: 1, n: 2, stream: true });
    expect(jsonText(extended)).toBe(
      ' {"id": 12345678901234567890, "share": 1.0, "much": 1e400,"n":2,"stream":true}',
    );
  });

  it('takes fields into an empty object, none, and undefined ones', () => {
    const empty = parseKept('{ }') as object;
    expect(jsonText(withFields(empty, { n: 1 }))).toBe('{ "n":1}');
    expect(jsonText(withFields(empty, {}))).toBe('{ }');
    expect(jsonText(withFields(parseKept('{"a":1}') as object, { n: undefined }))).toBe('{"a":1}');
  });

  it('is written anew where a field of it is replaced, or it is taken apart', () => {
    const body = parseKept('{"a": 1.0, "b": 2}') as { a: number };
    expect(jsonText(withFields(body, { a: 3 }))).toBe('{"a":3,"b":2}');
    expect(jsonText({ ...body })).toBe('{"a":1,"b":2}');
  });

  it('may be of any kind', () => {
    expect(jsonText(parseKept('[1.0]'))).toBe('[1.0]');
    expect(jsonText(parseKept('"x"'))).toBe('"x"');
    expect(jsonText({ a: 1 })).toBe('{"a":1}');
  });
});
