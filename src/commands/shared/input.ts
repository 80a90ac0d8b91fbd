import type { Readable } from 'node:stream';
import type { Context } from '../../context.ts';
import { InvalidInputError, UsageError } from '../../errors.ts';

/** A file that the user named, as it was read. */
export interface Input {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The most that is read of a file, in bytes: far above any manifest or request body, far below what exhausts memory. */
const maxInputBytes = 32 * 1024 * 1024;

/**
 * Reads a file argument; `-` is stdin.
 * @param what the flag or argument, for messages: `-f`, `--data`
 * @throws InvalidInputError for a file that is missing, a directory, unreadable or over 32 MiB
 * @throws UsageError where stdin is asked for and is a terminal
 */
export async function readInput(context: Context, source: string, what: string): Promise<Input> {
  const { host, signal } = context;
  if (source === '-') {
    if (host.stdin.isTTY) {
      throw new UsageError(`${what} - reads stdin, which is a terminal`, {
        hint: `pipe the text in, or name a file: ${what} FILE`,
      });
    }
    return { file: '<stdin>', bytes: await collect(host.stdin, '<stdin>', signal) };
  }
  const [fs, path] = await Promise.all([import('node:fs'), import('node:path')]);
  const file = path.resolve(host.cwd, source);
  try {
    const stats = fs.statSync(file);
    // A file that tells its size can be read at once, and streaming it costs 3 ms more. A device or a pipe tells none.
    const isBounded = stats.isFile() && stats.size > 0 && stats.size <= maxInputBytes;
    const bytes = isBounded
      ? fs.readFileSync(file)
      : await collect(fs.createReadStream(file), source, signal);
    return { file: source, bytes };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof InvalidInputError ? error : unreadable(source, error);
  }
}

/** Reads to the end, but never more than the limit: a device or a pipe doesn't tell its size beforehand. */
async function collect(stream: Readable, file: string, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = (): void => void stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > maxInputBytes) {
        throw refused('file-too-large', `${file} is over 32 MiB`, 'split the file into several');
      }
      chunks.push(bytes);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  return Buffer.concat(chunks);
}

function unreadable(file: string, error: unknown): InvalidInputError {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return refused(
        'file-missing',
        `there is no file ${file}`,
        'the path is taken from the working directory',
      );
    case 'EISDIR':
      return refused('file-is-directory', `${file} is a directory`, 'name one file in it');
    case 'EACCES':
    case 'EPERM':
      return refused('file-unreadable', `${file} cannot be read: permission denied`);
    default:
      return refused(
        'file-unreadable',
        `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}

const refused = (code: string, message: string, hint?: string): InvalidInputError =>
  new InvalidInputError([{ severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) }]);
