import { CommanderError } from 'commander';
import type { GlobalFlags } from './commands/shared/command.ts';
import { resolveGlobals } from './commands/shared/globals.ts';
import type { Context } from './context.ts';
import { createContext, openLazily, type OpenTransport } from './create-context.ts';
import { exitCodeOf } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { SecretRegistry } from './http/secret-registry.ts';
import { buildProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { columnsOf } from './terminal/columns.ts';
import { createWriter } from './terminal/write.ts';

/**
 * One run of the command line, from its arguments to the exit code. It never ends the process and never throws:
 * each failure is said once, on stderr.
 * @param argv without the runtime and the script
 */
export async function main(
  argv: readonly string[],
  host: Host,
  openTransport: OpenTransport = openLazily,
): Promise<number> {
  const stdout = createWriter(host.stdout);
  const secrets = new SecretRegistry();
  const help: string[] = [];
  let context: Context | undefined;
  const source = async (flags: GlobalFlags): Promise<Context> =>
    (context ??= await createContext(host, resolveGlobals(flags, host), stdout, openTransport, secrets));
  const program = buildProgram(source, (text) => help.push(text), columnsOf(host.stdout));

  const run = async (): Promise<void> => {
    try {
      await program.parseAsync(argv, { from: 'user' });
    } catch (error) {
      // Help and the version end the parsing by an error of commander's; mistakes are UsageErrors.
      if (!(error instanceof CommanderError)) throw error;
    }
    if (help.length > 0) await stdout.write(help.join(''));
  };

  let code: number = ExitCode.ok;
  try {
    await run();
    code = context?.exitCode ?? code;
  } catch (error) {
    code = exitCodeOf(error);
    await reportFailure(error, host, program.opts(), secrets);
  }
  try {
    await context?.close();
  } catch (error) {
    if (code === ExitCode.ok) {
      code = exitCodeOf(error);
      await reportFailure(error, host, program.opts(), secrets);
    }
  }
  return code;
}
