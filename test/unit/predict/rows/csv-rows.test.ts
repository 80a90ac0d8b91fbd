import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { csvRows, typedColumn } from '../../../../src/predict/rows/csv-rows.ts';

describe('a CSV', () => {
  it('gives a row for each line below its header, typed by column', () => {
    const text = '\uFEFFid,zip,age,vip,name\r\n1,01234,41.5,true,"A, ""B""\n C"\r\n2,99999,,FALSE,\r\n';
    expect(csvRows(text)).toEqual([
      { id: 1, zip: '01234', age: 41.5, vip: true, name: 'A, "B"\n C' },
      { id: 2, zip: '99999', age: null, vip: false, name: null },
    ]);
  });

  it('may be divided by tabs', () => {
    expect(csvRows('a\tb\n1\tx,y\n', { delimiter: '\t' })).toEqual([{ a: 1, b: 'x,y' }]);
  });

  it('of a header alone has no rows', () => {
    expect(csvRows('a,b\n')).toEqual([]);
  });

  test.each([
    ['nothing', '', 'rows.csv has no header row'],
    ['a column without a name', 'a,\n1,2\n', 'column 2 of rows.csv has no name'],
    ['two columns of one name', 'a,a\n1,2\n', "two columns of rows.csv have the name 'a'"],
    ['a line that is too short', 'a,b\n1\n', 'line 2'],
    ['a quote that is left open', 'a\n"x\n', 'rows.csv is no CSV'],
  ])('with %s is refused', (_, text, message) => {
    expect(() => csvRows(text, { file: 'rows.csv' })).toThrow(message);
  });
});

describe('a column', () => {
  test.each<[string, readonly string[], readonly unknown[]]>([
    ['numbers', ['1', '-2.5', '3e2', '0'], [1, -2.5, 300, 0]],
    ['numbers with gaps', ['1', '', '2'], [1, null, 2]],
    ['numbers and a word', ['1', 'n/a'], ['1', 'n/a']],
    ['numbers that begin with zeros', ['007', '1'], ['007', '1']],
    ['numbers that JSON can not hold', ['12345678901234567890'], ['12345678901234567890']],
    ['numbers beyond all bounds', ['1e999'], ['1e999']],
    ['booleans', ['true', 'False'], [true, false]],
    ['nothing at all', ['', ''], [null, null]],
    ['words that look like numbers to JavaScript', [' 1', '0x10', '.5', '+1'], [' 1', '0x10', '.5', '+1']],
  ])('of %s', (_, cells, values) => {
    expect(typedColumn(cells)).toEqual(values);
  });

  it('of whatever numbers JSON writes exactly keeps each of them', () => {
    const number = fc
      .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .filter((one) => (!Number.isInteger(one) || Number.isSafeInteger(one)) && !Object.is(one, -0));
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        expect(typedColumn(numbers.map((one) => JSON.stringify(one)))).toEqual(numbers);
      }),
    );
  });
});
