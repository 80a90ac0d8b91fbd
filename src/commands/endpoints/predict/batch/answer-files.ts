import * as fs from 'node:fs';
import { createReadStream } from 'node:fs';
import { rename, rm, stat, truncate } from 'node:fs/promises';
import type { Clock } from '../../../../clock.ts';
import { ServectlError, UsageError } from '../../../../errors.ts';
import { ExitCode } from '../../../../exit-codes.ts';
import type { LogFiles } from '../../../../predict/batch/answer-log.ts';
import { JournalState } from '../../../../predict/batch/journal-state.ts';
import { readLines } from '../../../../predict/batch/lines.ts';
import {
  headerLine,
  type JournalHeader,
  readAnswerHead,
  readJournal,
  type RetryKind,
} from '../../../../predict/batch/saved-run.ts';
import { type Scan, scanAnswers } from './scan-answers.ts';

/** The files of a run: `OUT`, `OUT.journal` while it is not finished, `OUT.before` while a second pass is not. */
export interface AnswerFiles {
  /** What is there already, in order. */
  readonly scan: Scan;
  readonly state: JournalState;
  /** The answers of an earlier pass from row `scan.rows` on, and which of them are asked again. */
  readonly earlier?: { readonly lines: AsyncGenerator<string, void>; readonly kind: RetryKind };
  readonly log: LogFiles;
  /** Closes them as they are, to be gone on with. */
  leave(this: void): void;
  /** The run has come to its end. */
  finish(): Promise<void>;
}

export interface Wanted {
  /** Absolute. */
  readonly out: string;
  /** As the user calls it. */
  readonly shown: string;
  readonly header: Omit<JournalHeader, 'retry'>;
  readonly retry: RetryKind | undefined;
  readonly clock: Clock;
}

/**
 * Opens the files of a new run, of one that has not come to its end, or of a second pass over one that has. What a kill left
 * half written is cut off.
 * @throws ServectlError where they belong to another run, or are not ours
 */
export async function openAnswerFiles(wanted: Wanted): Promise<AnswerFiles> {
  try {
    return await openFiles(wanted);
  } catch (error) {
    throw unwritable(error, wanted.shown);
  }
}

async function openFiles(wanted: Wanted): Promise<AnswerFiles> {
  const { out } = wanted;
  const paths = { out, journal: `${out}.journal`, before: `${out}.before` };
  const found = await findRun(paths, wanted);
  const { retry, state, scan } = found;
  const header: JournalHeader = { ...wanted.header, ...(retry === undefined ? {} : { retry }) };
  const journal = openJournal(paths.journal, header, state.records());
  // Only now that the journal says so: before, the answers are those of a run that is finished.
  if (retry !== undefined && found.isNew) await rename(out, paths.before);
  const log = openLog(wanted, journal);
  return {
    scan,
    state,
    ...(retry === undefined ? {} : { earlier: { lines: linesFrom(paths.before, scan.rows), kind: retry } }),
    log: log.files,
    leave: () => log.close(),
    finish: async () => {
      log.close();
      await rm(paths.journal);
      await rm(paths.before, { force: true });
    },
  };
}

interface Found {
  readonly isNew: boolean;
  readonly retry: RetryKind | undefined;
  readonly state: JournalState;
  readonly scan: Scan;
}

async function findRun(
  { out, journal, before }: Readonly<Record<'out' | 'journal' | 'before', string>>,
  wanted: Wanted,
): Promise<Found> {
  const empty: Scan = { rows: 0, failed: 0, size: 0 };
  if (!(await exists(journal))) {
    const size = (await exists(out))?.size;
    if (size === undefined && wanted.retry === 'errors') {
      throw new UsageError(`there is no ${wanted.shown} with rows to ask again`, {
        hint: 'leave out --retry-errors in a first run',
      });
    }
    if (wanted.retry === undefined || size === undefined) {
      if (size !== undefined && size > 0) throw finished(wanted.shown);
      return { isNew: true, retry: undefined, state: new JournalState(), scan: empty };
    }
    // Checks that every line is an answer of ours.
    await scanAnswers(out, wanted.shown);
    return { isNew: true, retry: wanted.retry, state: new JournalState(), scan: empty };
  }
  const { header } = readJournal(fs.readFileSync(journal, 'utf8'), 0);
  refuseOthers(header, wanted);
  const isSecondPass = header.retry !== undefined;
  // Killed between the journal and the renaming: the pass has not begun.
  if (isSecondPass && !(await exists(before))) await rename(out, before);
  const there = await exists(out);
  const scan = there ? await scanAnswers(out, wanted.shown) : empty;
  if (there && scan.size < there.size) await truncate(out, scan.size);
  const { state } = readJournal(fs.readFileSync(journal, 'utf8'), scan.rows);
  return { isNew: false, retry: header.retry, state, scan };
}

function refuseOthers(header: JournalHeader, { header: own, shown }: Wanted): void {
  const what =
    header.rows !== own.rows ? 'other rows' : header.settings !== own.settings ? 'other flags' : undefined;
  if (what === undefined) return;
  throw new ServectlError(
    'BATCH_CHANGED',
    `${shown} belongs to a run with ${what}, which has not come to its end`,
    ExitCode.usage,
    {
      hint: `give what that run was given, write to another file, or give it up: remove ${shown} and ${shown}.journal`,
    },
  );
}

const finished = (shown: string): UsageError =>
  new UsageError(`${shown} is there, and no run that could go on with it`, {
    hint: 'name another file, or remove it; --retry-errors asks again with the rows that failed in it',
  });

/** Writes it beside first: a journal is there as a whole or not at all. */
function openJournal(file: string, header: JournalHeader, records: string) {
  const replace = (text: string): number => {
    const beside = fs.openSync(`${file}.tmp`, 'w');
    writeAll(beside, headerLine(header) + text);
    fs.fdatasyncSync(beside);
    fs.renameSync(`${file}.tmp`, file);
    return beside;
  };
  let descriptor = replace(records);
  return {
    append: (text: string): void => writeAll(descriptor, text),
    replace: (text: string): void => {
      const old = descriptor;
      descriptor = replace(text);
      fs.closeSync(old);
    },
    get descriptor() {
      return descriptor;
    },
  };
}

/** How much of what has been written a loss of power may take, in milliseconds; a kill takes nothing. */
const syncEveryMs = 1_000;

/**
 * What a method has written is the operating system's when it returns, so that no kill of this process undoes it. The disk
 * gets it once a second, in the background: waiting for it before each call would cost more than the call. After a loss of
 * power, rows that were sent in the last second may be sent again.
 */
function openLog({ out, shown, clock }: Wanted, journal: ReturnType<typeof openJournal>) {
  const answers = fs.openSync(out, 'a');
  let syncedAt = clock.monotonic();
  const sync = (): void => {
    const now = clock.monotonic();
    if (now - syncedAt < syncEveryMs) return;
    syncedAt = now;
    // The next one, or the last, reports what stays wrong.
    fs.fdatasync(answers, () => undefined);
    fs.fdatasync(journal.descriptor, () => undefined);
  };
  const written = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      throw unwritable(error, shown);
    }
    sync();
  };
  const files: LogFiles = {
    appendAnswers: (text) => written(() => writeAll(answers, text)),
    appendJournal: (text) => written(() => journal.append(text)),
    rewriteJournal: (records) =>
      written(() => {
        fs.fdatasyncSync(answers);
        journal.replace(records);
      }),
  };
  const close = (): void => {
    fs.fdatasyncSync(answers);
    fs.closeSync(answers);
    fs.closeSync(journal.descriptor);
  };
  return { files, close };
}

/** What the file system says, such as `ENOSPC`, with the file as the user calls it. */
function unwritable(error: unknown, shown: string): unknown {
  if (error instanceof ServectlError || !(error instanceof Error && 'syscall' in error)) return error;
  return new ServectlError(
    'UNWRITABLE',
    `${shown} could not be written: ${error.message}`,
    ExitCode.failure,
    {
      hint: 'what has been answered by now is kept: mend it, and run the same command again',
      cause: error,
    },
  );
}

/** A write may take less than it is given. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += fs.writeSync(descriptor, bytes, at);
}

async function* linesFrom(file: string, first: number): AsyncGenerator<string, void> {
  let index = 0;
  for await (const lines of readLines(createReadStream(file) as AsyncIterable<Uint8Array>)) {
    for (const line of lines) {
      if (index >= first && readAnswerHead(line)) yield line;
      index += 1;
    }
  }
}

const exists = (file: string): Promise<{ readonly size: number } | undefined> =>
  stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
