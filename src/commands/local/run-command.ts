import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Context, Environment } from '../../context.ts';
import { InterruptedError, UsageError } from '../../errors.ts';

/**
 * Runs a command with further environment variables, on this process's own streams.
 * @returns its exit code; 128 and the signal's number where a signal ended it, as shells have it
 * @throws UsageError where there is no such command
 */
export async function runCommand(
  context: Context,
  [file, ...args]: readonly [string, ...string[]],
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  context.signal.throwIfAborted();
  const child = spawn(file, args, {
    cwd: context.host.cwd,
    env: { ...withoutOtherWorkspace(await context.env()), ...variables },
    stdio: 'inherit',
  });
  const forward = (): void => passOn(context, child);
  context.signal.addEventListener('abort', forward);
  try {
    return await exitOf(child, file);
  } finally {
    context.signal.removeEventListener('abort', forward);
  }
}

const exitOf = (child: ChildProcess, file: string): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'ENOENT' ? 'there is no such command' : cause.message;
      reject(new UsageError(`${file} can't be run: ${why}`, { cause }));
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });

/** A terminal sends Ctrl-C to the command itself; every other way to stop us reaches us alone. */
function passOn({ signal, host }: Context, child: ChildProcess): void {
  const name = signal.reason instanceof InterruptedError ? signal.reason.signal : 'SIGTERM';
  if (name === 'SIGINT' && host.stdin.isTTY) return;
  child.kill(name);
}

/** Clients must not find two workspaces, or two ways to sign in, and complain or choose the wrong one. */
const withoutOtherWorkspace = (env: Environment): Environment =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('DATABRICKS_') && name !== 'SERVECTL_TARGET'),
  );
