import type { OutputFormat } from '../output/format.ts';
import type { Look, View } from '../output/view.ts';
import { escapeControls, escapeInQuotes } from '../output/escape.ts';
import type { Writer } from './write.ts';

/** stdout: the result, in the asked format, and nothing else. */
export interface Results {
  readonly format: OutputFormat;
  /** True where `--query` picks a part of the value. */
  readonly queried: boolean;
  /**
   * Prints one whole value: with `-o json` exactly one JSON value, with `-o ndjson` a line for each element of a list.
   * `--query` is applied first; its result has no view and is shown by its shape.
   * @throws BrokenPipeError when the reader has gone
   */
  show<T>(value: T, view: View<T>): Promise<void>;
  /** Prints one element of a stream of JSON values, as a line. */
  item(value: unknown): Promise<void>;
  /** Prints elements that are there together, a line each. */
  items(values: readonly unknown[]): Promise<void>;
  /** Prints text as it arrives, in no format. On a terminal its control characters are made visible. */
  text(chunk: string): Promise<void>;
  /** Prints bytes as they came. On a terminal they are treated as UTF-8 text. */
  bytes(chunk: Uint8Array): Promise<void>;
  /**
   * Loads what printing will need and checks `--query`, before the command does anything.
   * @throws UsageError for a query that is no JMESPath
   */
  prepare(): Promise<void>;
}

export interface ResultsOptions {
  readonly writer: Writer;
  readonly isTTY: boolean;
  readonly format: OutputFormat;
  readonly query?: string;
  readonly look: () => Promise<Look>;
}

export function createResults(options: ResultsOptions): Results {
  const { writer, format, isTTY } = options;
  const decoder = new TextDecoder();
  let search: ((value: unknown) => unknown) | undefined;

  const prepare = async (): Promise<void> => {
    if (options.query === undefined || search) return;
    const { compileQuery } = await import('../output/query.ts');
    search = compileQuery(options.query);
  };
  const text = (chunk: string): Promise<void> => writer.write(isTTY ? escapeControls(chunk) : chunk);
  const items = async (values: readonly unknown[]): Promise<void> => {
    await prepare();
    const lines = values.map((value) => `${JSON.stringify(search ? search(value) : value)}\n`).join('');
    await writer.write(isTTY ? escapeInQuotes(lines) : lines);
  };

  return {
    format,
    queried: options.query !== undefined,
    prepare,
    text,
    bytes: (chunk) => (isTTY ? text(decoder.decode(chunk, { stream: true })) : writer.write(chunk)),
    item: (value) => items([value]),
    items,
    show: async (value, view) => {
      await prepare();
      const { render, renderQueried } = await import('../output/render.ts');
      const look = await options.look();
      const rendered = search
        ? await renderQueried(search(value), format, look)
        : await render(value, format, view, look);
      if (rendered === '') return;
      // Machine formats escape C0 themselves; the human one is escaped cell by cell, so that its colours survive.
      await writer.write(`${isTTY && format !== 'table' ? escapeInQuotes(rendered) : rendered}\n`);
    },
  };
}

/** Checks what it is given and prints nothing. */
export const discardedResults = (results: Results): Results => ({
  ...results,
  show: () => Promise.resolve(),
  item: () => Promise.resolve(),
  items: () => Promise.resolve(),
  text: () => Promise.resolve(),
  bytes: () => Promise.resolve(),
});
