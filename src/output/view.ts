import type { Style } from './style.ts';

/** What a view may know of where it is shown. */
export interface Look {
  readonly style: Style;
  /** Columns of the terminal; absent where stdout is none, and nothing is cut short then. */
  readonly width?: number;
  /** Milliseconds since the Unix epoch, for relative times. */
  readonly now: number;
}

type Tone = keyof Style;

/** Text for people. It is plain: the renderer makes control characters visible, pads and colours. */
export type Cell = string | { readonly text: string; readonly tone: Tone };

/** A piece of the text for people. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Lines in pieces, each with its own tone. */
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Cell[])[] }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [label: string, value: Cell])[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      /** Said in place of a table without rows. */
      readonly empty: string;
    };

/** How one kind of value is shown. The machine formats (json, yaml, ndjson) print the value itself and need no view. */
export interface View<T> {
  /** `-o table`. */
  human(value: T, look: Look): readonly Block[];
  /** `-o name`: what the user would type to name each thing again. */
  names(value: T): readonly string[];
}

/** One column of a table. */
export interface Column<Row> {
  readonly header: string;
  cell(row: Row, look: Look): Cell;
}

/** The view of a list: a table, or a sentence where there is nothing. */
export const tableView = <Row>(
  columns: readonly Column<Row>[],
  name: (row: Row) => string,
  empty: string,
): View<readonly Row[]> => ({
  human: (rows, look) => [
    {
      kind: 'table',
      header: columns.map((column) => column.header),
      rows: rows.map((row) => columns.map((column) => column.cell(row, look))),
      empty,
    },
  ],
  names: (rows) => rows.map(name),
});
