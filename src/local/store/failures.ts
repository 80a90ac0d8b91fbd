import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';

/** SQLite's primary result codes, as both drivers report them in one way or another. */
const resultCode = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
};

/** What `error` is by SQLite's own numbering; undefined where it isn't SQLite's. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errcode, rawCode } = error as { readonly errcode?: unknown; readonly rawCode?: unknown };
  const extended = typeof errcode === 'number' ? errcode : rawCode;
  if (typeof extended === 'number') return extended & 0xff;
  // libsql names a failed open in its text alone: `ConnectionFailed("Unable to open connection to local database x: 14")`.
  const named = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message)?.[1];
  return named === undefined ? undefined : Number(named);
}

const isBusy = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === resultCode.busy || code === resultCode.locked;
};

/** SQLite's failure in our words; anything else as it came. */
export function storeFailure(error: unknown, path: string): unknown {
  const code = codeOf(error);
  const failure = (name: string, message: string, hint: string): ServectlError =>
    new ServectlError(name, message, ExitCode.failure, { hint, cause: error });
  switch (code) {
    case resultCode.busy:
    case resultCode.locked:
      return new ServectlError(
        'LOCAL_STORE_BUSY',
        `another process keeps the local workspace ${path} locked`,
        ExitCode.unavailable,
        { hint: 'end the process that holds it, or try again', cause: error },
      );
    case resultCode.corrupt:
    case resultCode.notADatabase:
      return failure(
        'LOCAL_STORE_CORRUPT',
        `${path} is not a local workspace, or it is damaged`,
        'name another file, or delete this one to start afresh',
      );
    case resultCode.readOnly:
    case resultCode.cantOpen:
    case resultCode.io:
    case resultCode.full:
      return failure(
        'LOCAL_STORE_UNAVAILABLE',
        `the local workspace ${path} can't be opened or written`,
        "check that the path is a file in a folder that you may write to, and that the disk isn't full",
      );
    default:
      return error;
  }
}

const attempts = 20;

/**
 * Repeats `work` while another process holds a lock. SQLite waits by itself for most locks, but not where waiting could be a
 * deadlock, while a log is recovered after a kill, or while another process switches the file to WAL; so this is bounded by
 * attempts: about 10 s with SQLite's own waits, 1 s without.
 */
export function patiently<Result>(work: () => Result): Result {
  for (let attempt = 1; ; attempt++) {
    try {
      return work();
    } catch (error) {
      if (attempt === attempts || !isBusy(error)) throw error;
      pause(Math.min(attempt * 5, 50));
    }
  }
}

/** Blocks, as a call into SQLite does. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
