import { type Cell, isBoolean, isNumber, toBoolean } from './csv-rows.ts';

/** Types the columns of a table that is too long to be held: it is read twice, first to see what its columns hold. */
export interface ColumnTypes {
  /** Looks at a row. */
  see(this: void, cells: readonly string[]): void;
  /** Reads a row by what has been seen, as `csvRows` does. */
  read(this: void, cells: readonly string[]): readonly Cell[];
}

export function createColumnTypes(columns: number): ColumnTypes {
  const seen = Array.from({ length: columns }, () => ({ numbers: true, booleans: true }));
  return {
    see: (cells) => {
      for (const [at, column] of seen.entries()) {
        const cell = cells[at] ?? '';
        if (cell === '') continue;
        column.numbers &&= isNumber(cell);
        column.booleans &&= isBoolean(cell);
      }
    },
    read: (cells) =>
      seen.map(({ numbers, booleans }, at) => {
        const cell = cells[at] ?? '';
        if (cell === '') return null;
        return numbers ? Number(cell) : booleans ? toBoolean(cell) : cell;
      }),
  };
}
