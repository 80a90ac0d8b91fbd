import * as z from 'zod';
import { ApiFault } from '../http/api-fault.ts';
import type { JsonObject } from './answer.ts';
import { readRequest } from './read-request.ts';

/** The four ways in which a request hands rows to a custom model. */
export const customInputKeys = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;

const DataframeSplit = z.looseObject({
  columns: z.array(z.string()),
  data: z.array(z.array(z.unknown())),
  index: z.array(z.unknown()).nullish(),
});
const DataframeRecords = z.array(z.looseObject({}));
const Instances = z.array(z.unknown());

/**
 * The rows of a custom model's input, whichever of the four forms it has; a row of tensors or a bare value stays as it is.
 * @throws ApiFault 400 where not exactly one of the four keys is there, or its value has another shape
 */
export function customRows(body: JsonObject): readonly unknown[] {
  const given = customInputKeys.filter((key) => key in body);
  const [key] = given;
  if (key === undefined || given.length > 1) throw notOneInput(Object.keys(body));
  switch (key) {
    case 'dataframe_split': {
      const { columns, data } = readRequest(z.looseObject({ [key]: DataframeSplit }), body)[key];
      return data.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
    }
    case 'dataframe_records':
      return readRequest(z.looseObject({ [key]: DataframeRecords }), body)[key];
    case 'instances':
      return readRequest(z.looseObject({ [key]: Instances }), body)[key];
    case 'inputs':
      return columnarRows(body[key]);
  }
}

/** `{a: [1, 3], b: [2, 4]}` → `[{a: 1, b: 2}, {a: 3, b: 4}]`; a list is its rows, any other value one row. */
function columnarRows(inputs: unknown): readonly unknown[] {
  if (Array.isArray(inputs)) return inputs;
  if (typeof inputs !== 'object' || inputs === null) return [inputs];
  const columns = Object.entries(inputs as JsonObject);
  if (!columns.every((column): column is [string, unknown[]] => Array.isArray(column[1]))) return [inputs];
  const rows = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
  );
}

/** The scoring server's own words (MLflow, `mlflow/pyfunc/scoring_server`), which clients and their users know. */
const notOneInput = (keys: readonly string[]): ApiFault =>
  new ApiFault(
    400,
    'BAD_REQUEST',
    `The input must be a JSON dictionary with exactly one of the input fields {${quoted(customInputKeys)}}. ` +
      `Received dictionary with input fields: [${quoted(keys)}].`,
  );

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
