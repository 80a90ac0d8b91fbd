import { spawn } from 'node:child_process';
import { once } from 'node:events';

const lifeline = new URL('lifeline.mjs', import.meta.url).pathname;

export type Variables = Readonly<Record<string, string>>;

/** A command that runs, as a process group of its own. */
export interface Started extends AsyncDisposable {
  /** What it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit code; 1 where a signal ended it. */
  readonly ended: Promise<number>;
  /** Ends the group, and waits for that. */
  stop(): Promise<void>;
}

/**
 * Starts a command that ends with this process, however that ends.
 * @param variables its whole environment, next to `PATH`
 */
export function start(
  command: string,
  args: readonly string[],
  { env = {}, cwd }: { readonly env?: Variables; readonly cwd?: string } = {},
): Started {
  const child = spawn(process.execPath, [lifeline, command, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    ...(cwd !== undefined && { cwd }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // It may have ended by itself.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => (code as number | null) ?? 1);
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return {
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    ended,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * Waits until a started command is up.
 * @param look what is there once it is; undefined, or a failure, until then
 * @throws Error with what it printed, where it ends before or isn't up in time
 */
export async function untilUp<T>(
  started: Started,
  look: () => Promise<T | undefined> | T | undefined,
  { seconds = 60 } = {},
): Promise<T> {
  const state: { code?: number } = {};
  void started.ended.then((code) => (state.code = code));
  for (let tries = 0; tries < seconds * 10; tries++) {
    const found = await Promise.resolve(look()).catch(() => undefined);
    if (found !== undefined) return found;
    if (state.code !== undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const why = state.code === undefined ? `was not up in ${seconds} s` : `ended with ${state.code}`;
  throw new Error(`the command ${why}\n${started.stdout}${started.stderr}`);
}

/** Runs a command to its end. @throws Error with what it printed, unless it ends with 0 */
export async function succeed(...given: Parameters<typeof start>): Promise<string> {
  const started = start(...given);
  const code = await started.ended;
  if (code !== 0) {
    throw new Error(
      `${[given[0], ...given[1]].join(' ')} ended with ${code}\n${started.stdout}${started.stderr}`,
    );
  }
  return started.stdout;
}
