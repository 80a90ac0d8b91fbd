import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataframeFromCsv } from '../../../../src/local/invocations/csv.ts';

describe('CSV input', () => {
  it.each([
    ['a,b\n1,2\n', [['1', '2']]],
    ['a,b\r\n1,2', [['1', '2']]],
    ['\uFEFFa,b\n1,\n', [['1', '']]],
    ['a,b\n,2', [['', '2']]],
    ['a,b\n1,', [['1', '']]],
    ['a,b\n"x\ny","say ""hi"""\n\n', [['x\ny', 'say "hi"']]],
  ])('reads %j', (text, data) => {
    expect(dataframeFromCsv(text)).toEqual({ columns: ['a', 'b'], data });
  });

  it('reads back what was written', () => {
    const cell = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })), (data) => {
        const quoted = [['a', 'b'], ...data].map((row) =>
          row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','),
        );
        expect(dataframeFromCsv(quoted.join('\r\n')).data).toEqual(data);
      }),
    );
  });

  it('refuses a stray quote, naming the row, and a text without a header', () => {
    expect(() => dataframeFromCsv('a\n1\n"x')).toThrow('stray quote in row 3');
    expect(() => dataframeFromCsv('a\nx"y')).toThrow('stray quote in row 2');
    expect(() => dataframeFromCsv('')).toThrow('no header row');
  });
});
