import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { UsageError } from '../../../../errors.ts';
import type { JsonObject } from '../../../../predict/json.ts';
import { createColumnTypes, type ColumnTypes } from '../../../../predict/rows/column-types.ts';
import { checkHeader } from '../../../../predict/rows/csv-rows.ts';

type Cells = readonly string[];

/** A CSV or TSV file, row by row: read to its end once before, since a column has the type of all that is in it. */
export interface Table {
  readonly columns: readonly string[];
  rows(): AsyncGenerator<readonly Cells[], void, undefined>;
  read(cells: Cells): JsonObject;
}

const rowsAtOnce = 256;

/**
 * @param onRead told how many bytes have been read, in the second reading
 * @throws UsageError that names the line of a fault
 */
export async function openTable(
  { file, shown }: { readonly file: string; readonly shown: string },
  onRead: (bytes: number) => void,
): Promise<Table> {
  const table = { file, shown, delimiter: file.toLowerCase().endsWith('.tsv') ? '\t' : ',' };
  let columns: readonly string[] | undefined;
  let types: ColumnTypes | undefined;
  for await (const [first, ...others] of lines(table, () => undefined)) {
    const rows = columns ? [first ?? [], ...others] : others;
    if (!columns) {
      columns = first ?? [];
      checkHeader(columns, shown);
      types = createColumnTypes(columns.length);
    }
    for (const cells of rows) types?.see(cells);
  }
  if (!columns || !types) throw new UsageError(`${shown} has no header row`);
  const names = columns;
  const { read } = types;
  return {
    columns: names,
    rows: () => withoutHeader(lines(table, onRead)),
    read: (cells) => {
      const values = read(cells);
      return Object.fromEntries(names.map((name, at) => [name, values[at]]));
    },
  };
}

async function* lines(
  { file, shown, delimiter }: { readonly file: string; readonly shown: string; readonly delimiter: string },
  onRead: (bytes: number) => void,
): AsyncGenerator<readonly Cells[], void, undefined> {
  const input = createReadStream(file);
  const parser = input.pipe(parse({ bom: true, delimiter, skip_empty_lines: true }));
  input.on('error', (error) => parser.destroy(error));
  let batch: Cells[] = [];
  try {
    for await (const cells of parser as AsyncIterable<Cells>) {
      batch.push(cells);
      if (batch.length < rowsAtOnce) continue;
      onRead(parser.info.bytes);
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw new UsageError(`${shown} is no CSV: ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    input.destroy();
  }
  onRead(parser.info.bytes);
  if (batch.length > 0) yield batch;
}

async function* withoutHeader(
  batches: AsyncGenerator<readonly Cells[]>,
): AsyncGenerator<readonly Cells[], void, undefined> {
  let isFirst = true;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}
