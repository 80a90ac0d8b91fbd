import { once } from 'node:events';
import { homedir } from 'node:os';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { InterruptedError } from './errors.ts';

export type InputStream = Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What the library takes from the process too: no streams, no signals. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: string;
  readonly arch: string;
  readonly nodeVersion: string;
  readonly clock: Clock;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** Everything a run of the program takes from its surroundings. Tests build their own. */
export interface Host extends Surroundings {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted with an `InterruptedError` by the first SIGINT or SIGTERM; the second one ends the process at once. */
  readonly interrupt: AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // The timer's own AbortError hides why: hand on the reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** The process as it is now. It registers nothing, so the library may ask at each call. */
export const processSurroundings = (): Surroundings => ({
  env: process.env,
  cwd: process.cwd(),
  home: process.env['HOME'] ?? process.env['USERPROFILE'] ?? homedir(),
  platform: process.platform,
  arch: process.arch,
  nodeVersion: process.versions.node,
  clock: systemClock,
  random: Math.random,
});

/** The real surroundings of a run: called once, by the entry point. */
export function processHost(): Host {
  return {
    ...processSurroundings(),
    // Node makes a stream of it at the first look, which costs 3 ms and few commands need.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    interrupt: listenForInterrupts(),
  };
}

function listenForInterrupts(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const error = new InterruptedError(signal);
      if (controller.signal.aborted) process.exit(error.exitCode);
      controller.abort(error);
    });
  }
  return controller.signal;
}

/**
 * Ends the process with `code` once what was written has left it: `process.exit` would cut a pipe short.
 */
export async function exitWhenFlushed(host: Pick<Host, 'stdout' | 'stderr'>, code: number): Promise<void> {
  process.exitCode = code;
  for (const stream of [host.stdout, host.stderr]) {
    if (stream.writableNeedDrain && !stream.destroyed) await once(stream, 'drain').catch(() => undefined);
  }
}
