import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../../../context.ts';
import { UsageError } from '../../../../errors.ts';
import { readLines } from '../../../../predict/batch/lines.ts';

type Raw = string | readonly string[];

/** The rows of `--batch`, which are read as they are asked for. */
export interface Rows {
  /** What tells them from others: the hash of their beginning and, of a file, of its end and size. */
  readonly fingerprint: string;
  readonly isTable: boolean;
  /** Names of the columns of a table. */
  readonly columns: readonly string[];
  readonly chunks: AsyncIterable<readonly Raw[]>;
  /** @throws UsageError for a line that is no JSON */
  parse(raw: Raw): unknown;
  /** How much of all has been read, from 0 to 1; undefined where nobody knows how long they are. */
  share(): number | undefined;
}

const sampleBytes = 64 * 1024;
/** Little at a time: what waits to be sent outlives the young generation's collections, which makes it grow. */
const readBytes = 16 * 1024;

/**
 * Opens a file of rows, or stdin.
 * @throws UsageError for a file that is not there or holds no rows in a form that can be read one by one
 */
export async function openRows(context: Context, source: string): Promise<Rows> {
  if (source === '-') return openStdin(context);
  const file = path.resolve(context.host.cwd, source);
  const { size } = await statFile(file, source);
  if (/\.json$/i.test(source)) {
    throw new UsageError(`${source} is one JSON value, and rows are read one by one`, {
      hint: `a line each: jq -c '.[]' ${source} > rows.jsonl`,
    });
  }
  let bytesRead = 0;
  const share = (): number | undefined => (size === 0 ? undefined : Math.min(1, bytesRead / size));
  const fingerprint = await fileFingerprint(file, size);
  if (/\.[ct]sv$/i.test(source)) {
    const { openTable } = await import('./table-rows.ts');
    const table = await openTable({ file, shown: source }, (bytes) => {
      bytesRead = bytes;
    });
    return {
      fingerprint,
      isTable: true,
      columns: table.columns,
      chunks: table.rows(),
      parse: (raw) => table.read(raw as readonly string[]),
      share,
    };
  }
  const bytes = counted(
    createReadStream(file, { highWaterMark: readBytes }) as AsyncIterable<Uint8Array>,
    (count) => {
      bytesRead += count;
    },
  );
  return { fingerprint, isTable: false, columns: [], chunks: readLines(bytes), parse: parseLine, share };
}

async function openStdin({ host }: Context): Promise<Rows> {
  if (host.stdin.isTTY) {
    throw new UsageError('--batch - reads stdin, which is a terminal', {
      hint: 'pipe rows in, or name a file: --batch FILE',
    });
  }
  const input = host.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < sampleBytes) {
    const result = await input.next();
    if (result.done === true) break;
    held.push(Buffer.from(result.value));
    length += result.value.length;
  }
  const hash = createHash('sha256').update(Buffer.concat(held).subarray(0, sampleBytes)).digest('hex');
  async function* bytes(): AsyncGenerator<Uint8Array, void> {
    yield* held.splice(0);
    for (let result = await input.next(); result.done !== true; result = await input.next()) {
      yield result.value;
    }
  }
  return {
    fingerprint: `stdin:${hash}`,
    isTable: false,
    columns: [],
    chunks: readLines(bytes()),
    parse: parseLine,
    share: () => undefined,
  };
}

async function statFile(file: string, shown: string): Promise<{ readonly size: number }> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats) {
    throw new UsageError(`there is no file ${shown}`, {
      hint: 'the path is taken from the working directory',
    });
  }
  if (stats.isFile()) return stats;
  throw new UsageError(`${shown} is no file`, { hint: 'what a pipe brings is read with --batch -' });
}

async function fileFingerprint(file: string, size: number): Promise<string> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(Math.min(size, sampleBytes));
    const hash = createHash('sha256');
    for (const position of [0, Math.max(0, size - sampleBytes)]) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}:${hash.digest('hex')}`;
  } finally {
    await handle.close();
  }
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  add: (count: number) => void,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of bytes) {
    add(chunk.length);
    yield chunk;
  }
}

function parseLine(raw: Raw): unknown {
  try {
    return JSON.parse(raw as string);
  } catch {
    // The engine's message quotes the line, and with it maybe a secret.
    throw new UsageError('the line is no JSON');
  }
}
