import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servectl } from './folders.ts';
import { start, succeed, untilUp, type Variables } from './started.ts';

/** `servectl local serve` on a free port. */
export interface ServedWorkspace extends AsyncDisposable {
  /** `http://127.0.0.1:41573` */
  readonly host: string;
  /** `DATABRICKS_HOST` and the credentials: all that a client needs. */
  readonly env: Variables;
  /** One line for each request. */
  readonly log: string;
  /** Runs the command line against it. */
  servectl(this: void, ...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an empty workspace. @param flags of `local serve` @param variables for the server, such as fixed credentials */
export async function serveWorkspace(
  flags: readonly string[] = [],
  variables: Variables = {},
): Promise<ServedWorkspace> {
  const server = start(
    process.execPath,
    [servectl, '--target', 'local::memory:', '-v', 'local', 'serve', '--port', '0', ...flags],
    { env: { HOME: emptyFolder(), ...variables } },
  );
  const env = await untilUp(server, () => printedVariables(server.stdout));
  return {
    host: env['DATABRICKS_HOST'] ?? '',
    env,
    get log() {
      return server.stderr;
    },
    servectl: (...args) =>
      succeed(process.execPath, [servectl, ...args], { env: { HOME: emptyFolder(), ...env } }),
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** The lines are written in one go. */
function printedVariables(stdout: string): Variables | undefined {
  const entries = [...stdout.matchAll(/^(\w+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  return entries.length > 1 ? Object.fromEntries(entries) : undefined;
}

/** A home without configuration files of the person who runs the tests. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'home-'));
