import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Entry } from './call.ts';
import type { JournalState } from './journal-state.ts';
import { rowError } from './judge-failure.ts';
import type { RowFailure, RowResult } from './row-result.ts';
import { FlagsError, type ShapedRow } from './row-shape.ts';
import { isRetried, type RetryKind, uncertainCode } from './saved-run.ts';

export interface EntryOptions<Raw> {
  /** Rows in their order, some at a time; not read yet. */
  readonly raw: AsyncIterable<readonly Raw[]>;
  /** @throws ServectlError for what is no row */
  readonly parse: (raw: Raw) => unknown;
  readonly shape: (row: unknown) => Promise<ShapedRow>;
  /** What becomes of a row that cannot be asked with. */
  readonly settle: (result: RowResult) => string;
  /** Rows before it are done. */
  readonly first: number;
  /** What earlier runs left. */
  readonly state: JournalState;
  /** Rows that were sent in an earlier run, and of whose answer nothing is known, are asked again. */
  readonly retriesUncertain: boolean;
  /** The lines of an earlier pass, from row `first` on; `kind` of them are asked again. */
  readonly earlier?: { readonly lines: AsyncIterator<string, unknown>; readonly kind: RetryKind };
  /** Told of a line that is taken over from an earlier run. */
  readonly onKept: (line: string) => void;
}

/**
 * What is to be done about each row: those that an earlier run has answered stand; those in doubt are not sent again
 * unasked; all others are shaped into what is asked.
 */
export async function* batchEntries<Raw>(
  options: EntryOptions<Raw>,
): AsyncGenerator<readonly Entry<string>[], void, undefined> {
  const { first, state, settle, earlier } = options;
  const uncertain = new Set(options.retriesUncertain ? [] : state.uncertain);
  let index = 0;
  for await (const raws of options.raw) {
    const skipped = Math.min(Math.max(first - index, 0), raws.length);
    index += skipped;
    const entries: Entry<string>[] = [];
    for (const raw of raws.slice(skipped)) {
      entries.push(await entryOf(raw, index));
      index += 1;
    }
    yield entries;
  }
  if (first > index) throw fewerRows(index, first);

  async function entryOf(raw: Raw, at: number): Promise<Entry<string>> {
    const kept = await keptLine();
    const before = state.answer(at) ?? kept;
    if (before !== undefined) {
      options.onKept(before);
      return { index: at, item: `${before}\n` };
    }
    let shaped: ShapedRow;
    try {
      shaped = await options.shape(options.parse(raw));
    } catch (error) {
      if (!(error instanceof ServectlError) || error instanceof FlagsError) throw error;
      const failure: RowFailure = {
        index: at,
        ok: false,
        error: { ...rowError(error), code: 'INVALID_ROW' },
      };
      return { index: at, item: settle(failure) };
    }
    if (!uncertain.has(at)) return { index: at, ...shaped };
    const failure: RowFailure = {
      index: at,
      ...(shaped.id === undefined ? {} : { id: shaped.id }),
      ok: false,
      error: { code: uncertainCode, message: 'it was sent in a run that ended before its answer came' },
    };
    return { index: at, item: settle(failure) };
  }

  async function keptLine(): Promise<string | undefined> {
    if (!earlier) return undefined;
    const line = await earlier.lines.next();
    if (line.done === true || isRetried(line.value, earlier.kind)) return undefined;
    return line.value;
  }
}

const fewerRows = (rows: number, answers: number): ServectlError =>
  new ServectlError(
    'ROWS_CHANGED',
    `there are ${rows} rows, and ${answers} answers to them already`,
    ExitCode.usage,
    {
      hint: 'give the rows that the run began with, or write to another file',
    },
  );
