import { Readable, Writable } from 'node:stream';
import type { Clock } from '../../src/clock.ts';
import { InterruptedError } from '../../src/errors.ts';
import type { Host, InputStream, OutputStream } from '../../src/host.ts';

/** A clock that never waits: sleeping moves it ahead. Each sleep yields to pending I/O, so that a loop of sleeps ends. */
export function fakeClock(
  startMs = Date.parse('2026-01-02T03:04:05Z'),
): Clock & { readonly slept: readonly number[] } {
  let ahead = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => startMs + ahead,
    monotonic: () => ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      slept.push(ms);
      ahead += ms;
    },
  };
}

/** A stream that keeps what was written to it. */
export class CapturedStream extends Writable {
  readonly chunks: Buffer[] = [];
  isTTY = false;
  columns?: number;
  /** Called with each chunk before it is kept; may throw to fail the write. */
  onChunk: ((text: string) => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    try {
      this.onChunk?.(chunk.toString());
      this.chunks.push(chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  // What ora and prompts ask of a terminal.
  cursorTo(): boolean {
    return true;
  }
  clearLine(): boolean {
    return true;
  }
  moveCursor(): boolean {
    return true;
  }
  getColorDepth(): number {
    return 4;
  }
}

/** A reader that has gone: every write fails as a closed pipe does. */
export function brokenPipe(): Error {
  return Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
}

export interface FakeHostOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text, or chunks, on stdin; nothing by default. */
  readonly stdin?: string | readonly string[];
  /** All three streams are terminals. With `stdin` its text is what the user types. */
  readonly tty?: boolean;
  readonly columns?: number;
  readonly cwd?: string;
  readonly home?: string;
  readonly clock?: Clock;
  readonly platform?: string;
}

export interface FakeHost extends Host {
  readonly stdout: CapturedStream & OutputStream;
  readonly stderr: CapturedStream & OutputStream;
  /** As a signal to the process would. */
  interruptWith(signal: 'SIGINT' | 'SIGTERM'): void;
  /** Whether stdin was put into raw mode and back: `[true, false]`. */
  readonly rawModes: readonly boolean[];
}

export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const controller = new AbortController();
  const stdout = new CapturedStream();
  const stderr = new CapturedStream();
  const rawModes: boolean[] = [];
  const typed = typeof options.stdin === 'string' ? [options.stdin] : (options.stdin ?? []);
  const stdin: InputStream = Object.assign(
    Readable.from(
      typed.map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    ),
    {
      isTTY: options.tty ?? false,
      setRawMode: (mode: boolean) => rawModes.push(mode),
    },
  );
  stdout.isTTY = stderr.isTTY = options.tty ?? false;
  if (options.columns !== undefined) stdout.columns = stderr.columns = options.columns;
  return {
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    home: options.home ?? '/nonexistent/home',
    platform: options.platform ?? 'linux',
    arch: 'x64',
    nodeVersion: '20.20.2',
    stdin,
    stdout,
    stderr,
    clock: options.clock ?? fakeClock(),
    random: () => 0.5,
    interrupt: controller.signal,
    rawModes,
    interruptWith: (signal) => controller.abort(new InterruptedError(signal)),
  };
}
