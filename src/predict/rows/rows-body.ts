import { UsageError } from '../../errors.ts';
import { listUnder } from '../../http/json-text.ts';
import type { RowsKey } from '../dialect.ts';
import { isObject, type JsonObject } from '../json.ts';

/** The form that rows travel in, by the name that `--as` gives it. */
export type RowsForm = 'records' | 'split' | 'instances' | 'inputs';

export const rowsKeyOf: Readonly<Record<RowsForm, RowsKey>> = {
  records: 'dataframe_records',
  split: 'dataframe_split',
  instances: 'instances',
  inputs: 'inputs',
};

/**
 * Rows as a custom model is asked with them (MLflow's scoring protocol):
 * `records` → `{dataframe_records: [{a: 1}, …]}`, `split` → `{dataframe_split: {columns, data}}`, both of objects;
 * `instances` → `{instances: [row, …]}`, rows of any kind; `inputs` → `{inputs: {a: [1, …]}}` of objects, a column each,
 * `{inputs: [row, …]}` of anything else.
 * In `split` and `inputs` a value that a row lacks is null.
 * @throws UsageError for rows of another kind than the form is made of, and for none at all
 */
export function rowsBody(rows: readonly unknown[], form: RowsForm): JsonObject {
  if (rows.length === 0) throw new UsageError('there is no row to ask with');
  const shape = shaped(rows, form);
  return Array.isArray(shape) ? listUnder<unknown>(rowsKeyOf[form], shape) : { [rowsKeyOf[form]]: shape };
}

function shaped(rows: readonly unknown[], form: RowsForm): unknown {
  switch (form) {
    case 'records':
      return objects(rows, form);
    case 'split': {
      const records = objects(rows, form);
      const columns = columnsOf(records);
      return { columns, data: records.map((record) => columns.map((column) => record[column] ?? null)) };
    }
    case 'instances':
      return rows;
    case 'inputs': {
      if (!rows.every(isObject)) return rows;
      const column = (name: string) => rows.map((row) => row[name] ?? null);
      return Object.fromEntries(columnsOf(rows).map((name) => [name, column(name)]));
    }
  }
}

function objects(rows: readonly unknown[], form: RowsForm): readonly JsonObject[] {
  const other = rows.findIndex((row) => !isObject(row));
  if (other === -1) return rows as readonly JsonObject[];
  throw new UsageError(
    `row ${other + 1} is ${kindOf(rows[other])}, not an object with a field for each column`,
    { hint: `--as ${form} is made of objects; --as instances takes rows of any kind` },
  );
}

/** Each column once, in the order in which the rows name them. */
const columnsOf = (rows: readonly JsonObject[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
