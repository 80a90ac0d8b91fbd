import { describe, expect, test } from 'vitest';
import { rowsBody, type RowsForm } from '../../../../src/predict/rows/rows-body.ts';

const rows = [
  { a: 1, b: 'x' },
  { a: 2, c: true },
];

describe('rows become a body', () => {
  test.each<[RowsForm, readonly unknown[], object]>([
    ['records', rows, { dataframe_records: rows }],
    [
      'split',
      rows,
      {
        dataframe_split: {
          columns: ['a', 'b', 'c'],
          data: [
            [1, 'x', null],
            [2, null, true],
          ],
        },
      },
    ],
    ['instances', [[1, 2], 3], { instances: [[1, 2], 3] }],
    ['inputs', rows, { inputs: { a: [1, 2], b: ['x', null], c: [null, true] } }],
    ['inputs', [[1], [2]], { inputs: [[1], [2]] }],
  ])('as %s', (form, given, body) => {
    expect(rowsBody(given, form)).toEqual(body);
  });
});

describe('rows are refused', () => {
  test.each<[string, RowsForm, readonly unknown[], string]>([
    ['that are none', 'records', [], 'there is no row to ask with'],
    ['that have no columns', 'records', [{}, [1]], 'row 2 is a list'],
    ['that are null', 'split', [null], 'row 1 is null'],
    ['that are texts', 'split', ['a'], 'row 1 is a string'],
  ])('%s', (_, form, given, message) => {
    expect(() => rowsBody(given, form)).toThrow(message);
  });
});
