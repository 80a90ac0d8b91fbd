import { parse } from 'csv-parse/sync';
import { UsageError } from '../../errors.ts';
import type { JsonObject } from '../json.ts';

export interface CsvOptions {
  /** What the text is called in messages. */
  readonly file?: string;
  /** One character; a tab for TSV. Default: a comma. */
  readonly delimiter?: string;
}

/**
 * The rows of a CSV text with a header (RFC 4180: quotes, doubled quotes, line breaks inside them). Columns are typed as a
 * whole, as pandas does: numbers where every value is one, booleans where every value is `true` or `false`, else texts. A
 * number with leading zeros, as in a postal code, and one that JSON can't hold exactly, are texts; a cell with nothing in
 * it is null.
 * @throws UsageError that names the file and the line of the fault
 */
export function csvRows(
  text: string,
  { file = 'the text', delimiter = ',' }: CsvOptions = {},
): readonly JsonObject[] {
  const [header, ...lines] = readLines(text, file, delimiter);
  if (header === undefined) throw new UsageError(`${file} has no header row`);
  checkHeader(header, file);
  const columns = header.map(
    (name, at) => [name, typedColumn(lines.map((cells) => cells[at] ?? ''))] as const,
  );
  return lines.map((_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])));
}

function readLines(text: string, file: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, delimiter, skip_empty_lines: true });
  } catch (error) {
    // The library's own message is a sentence that names the line.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} is no CSV: ${reason}`, { cause: error });
  }
}

/** @throws UsageError for columns without a name, and two of one name */
export function checkHeader(header: readonly string[], file = 'the CSV'): void {
  const nameless = header.indexOf('');
  if (nameless !== -1) throw new UsageError(`column ${nameless + 1} of ${file} has no name`);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new UsageError(`two columns of ${file} have the name '${twice}'`);
}

export type Cell = string | number | boolean | null;

/** The values of one column, typed by all of them. */
export function typedColumn(cells: readonly string[]): readonly Cell[] {
  const filled = cells.filter((cell) => cell !== '');
  const read = filled.every(isNumber) ? Number : filled.every(isBoolean) ? toBoolean : String;
  return cells.map((cell) => (cell === '' ? null : read(cell)));
}

export const isNumber = (cell: string): boolean => {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(cell)) return false;
  const value = Number(cell);
  return Number.isFinite(value) && (!/^-?\d+$/.test(cell) || Number.isSafeInteger(value));
};

export const isBoolean = (cell: string): boolean => /^(?:true|false)$/i.test(cell);

export const toBoolean = (cell: string): boolean => cell.toLowerCase() === 'true';
