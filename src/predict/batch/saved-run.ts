import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { parseJson } from '../../http/json-values.ts';
import { isObject } from '../json.ts';
import { JournalState } from './journal-state.ts';

/** Which failed rows a second pass asks again. */
export type RetryKind = 'errors' | 'uncertain';

/** What the first line of a journal says of its run. */
export interface JournalHeader {
  /** The version of the journal's form. */
  readonly servectl_batch: 1;
  /** What the rows are known by: the hash of their beginning and, of a file, its end and size. */
  readonly rows: string;
  /** The hash of what else makes the requests: the endpoint and the flags. */
  readonly settings: string;
  /** In a second pass over answers that are there: which are asked again. */
  readonly retry?: RetryKind;
}

export const headerLine = (header: JournalHeader): string => `${JSON.stringify(header)}\n`;

/**
 * What a journal says of rows from `next` on. Its last line may be half written: then nothing that it says had been acted on.
 * @throws ServectlError `JOURNAL_DAMAGED` where any other line cannot be understood
 */
export function readJournal(
  text: string,
  next: number,
): { readonly header: JournalHeader; readonly state: JournalState } {
  const [first = '', ...records] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const header = parseJson(first);
  if (!isHeader(header)) throw damaged(1);
  const state = new JournalState(next);
  records.pop();
  for (const [at, record] of records.entries()) if (!state.replay(record)) throw damaged(at + 2);
  return { header, state };
}

const isHeader = (value: unknown): value is JournalHeader =>
  isObject(value) &&
  value['servectl_batch'] === 1 &&
  typeof value['rows'] === 'string' &&
  typeof value['settings'] === 'string';

const damaged = (line: number): ServectlError =>
  new ServectlError('JOURNAL_DAMAGED', `line ${line} of the journal cannot be read`, ExitCode.usage, {
    hint: 'without it nobody can tell which rows have been asked: write to another file, or remove it with the answers',
  });

/** What the beginning of a line of answers says; undefined where the line is none of ours. */
export function readAnswerHead(line: string): { readonly index: number; readonly ok: boolean } | undefined {
  const [, index, ok] = /^\{"index":(\d+),"ok":(true|false),/.exec(line) ?? [];
  return index === undefined ? undefined : { index: Number(index), ok: ok === 'true' };
}

/** Whether a line of answers is one that a second pass asks again. */
export function isRetried(line: string, kind: RetryKind): boolean {
  if (readAnswerHead(line)?.ok !== false) return false;
  if (kind === 'errors') return true;
  const value = parseJson(line);
  return isObject(value) && isObject(value['error']) && value['error']['code'] === uncertainCode;
}

/** The code of rows that were sent in a run that ended before their answers came. */
export const uncertainCode = 'UNCERTAIN';
