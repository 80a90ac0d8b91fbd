import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../../src/manifest/json-errors.ts';

describe('the fault of a JSON text', () => {
  it.each([
    ['{"a": [1,]}', 9, 'the comma before this is one too many'],
    ['{"a": 1 "b": 2}', 8, 'a comma is missing before this'],
    ["{'a': 1}", 1, 'JSON takes double quotes only'],
    ['{"a": "b\nc"}', 8, 'a line break inside a JSON string'],
    ['{"a": {"b": 1}\n', 14, 'the JSON ends in the middle: a bracket or a quote is not closed'],
    ['{"a": "b', 8, 'the JSON ends in the middle: a bracket or a quote is not closed'],
    ['{"a": tru}', 6, '`t` is not expected here in JSON'],
    ['{"a": 01}', 6, '`0` is not expected here in JSON'],
    ['{"a": 1} x', 9, '`x` is not expected here in JSON'],
    ['{"a" 1}', 5, '`1` is not expected here in JSON'],
    ['["\\x"]', 2, '`\\` is not expected here in JSON'],
    ['[1}', 2, '`}` is not expected here in JSON'],
    ['', 0, 'the JSON ends in the middle: a bracket or a quote is not closed'],
  ])('of %j is at %i', (text, offset, message) => {
    expect(jsonFault(text)).toEqual({ offset, message });
  });

  it('is none where the engine finds none, and one where it finds one, wherever a text is cut or changed', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', ',', '}', ']', '{', '\\', '0', ' ', '\n'),
        (json, at, by) => {
          const place = at % (json.length + 1);
          for (const text of [
            json,
            json.slice(0, place),
            json.slice(0, place) + by + json.slice(place + 1),
          ]) {
            expect(jsonFault(text) === undefined).toBe(parses(text));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is found in a string of megabytes and under thousands of brackets', () => {
    const long = `["${'x'.repeat(3_000_000)}"`;
    expect(jsonFault(long)?.offset).toBe(long.length);
    const escapes = `{"${'x\\n'.repeat(1_000_000)}"`;
    expect(jsonFault(escapes)?.offset).toBe(escapes.length);
    expect(jsonFault('['.repeat(100_000))?.offset).toBe(100_000);
  });
});
