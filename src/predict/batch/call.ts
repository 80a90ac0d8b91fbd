import type { InvocationBody } from '../../client/query.ts';
import type { RowId } from './row-result.ts';

/** How several rows travel in one call. */
export interface Grouping {
  /** The most rows of a call. */
  readonly size: number;
  body(values: readonly unknown[]): InvocationBody;
  /** Each row's part of the answer; undefined where it can't be divided into `count`. */
  parts(answer: unknown, count: number): readonly unknown[] | undefined;
}

/** A row to ask with. */
export interface AskRow {
  /** From 0, without a gap from one row to the next. */
  readonly index: number;
  readonly id?: RowId;
  /** The whole body; with a grouping what goes into one. */
  readonly value: unknown;
  readonly grouping?: Grouping;
}

/** A row that needs no asking: `item` stands in its place. */
export interface SettledRow<T> {
  readonly index: number;
  readonly item: T;
}

export type Entry<T> = AskRow | SettledRow<T>;

/** One request. Its rows follow each other, and share their grouping. */
export interface Call {
  readonly rows: readonly AskRow[];
  /** Which try this is, from 1. */
  readonly attempt: number;
}

export function bodyOf({ rows }: Call): InvocationBody {
  const [first] = rows;
  return first?.grouping
    ? first.grouping.body(rows.map(({ value }) => value))
    : (first?.value as InvocationBody);
}

/** A call of several rows as two of half as many. */
export function divided({ rows, attempt }: Call): readonly Call[] {
  const half = Math.ceil(rows.length / 2);
  return [rows.slice(0, half), rows.slice(half)].map((some) => ({ rows: some, attempt: attempt + 1 }));
}
