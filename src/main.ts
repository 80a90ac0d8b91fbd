import { CommanderError } from 'commander';
import type { GlobalFlags } from './commands/shared/command.ts';
import { resolveGlobals } from './commands/shared/globals.ts';
import type { Context } from './context.ts';
import type { OpenTransport } from './create-context.ts';
import { exitCodeOf } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { buildProgram } from './program.ts';
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
  openTransport?: OpenTransport,
): Promise<number> {
  const stdout = createWriter(host.stdout);
  const help: string[] = [];
  let context: Context | undefined;
  const source = async (flags: GlobalFlags): Promise<Context> => {
    const globals = resolveGlobals(flags, host);
    const { createContext } = await import('./create-context.ts');
    return (context ??= await createContext(host, globals, stdout, openTransport));
  };
  const program = buildProgram(source, (text) => help.push(text), columnsOf(host.stdout), argv);

  const report = async (error: unknown): Promise<number> => {
    const { reportFailure } = await import('./report-failure.ts');
    await reportFailure(error, host, program.opts(), context?.secrets);
    return exitCodeOf(error);
  };
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
    code = await report(error);
  }
  try {
    await context?.close();
  } catch (error) {
    if (code === ExitCode.ok) code = await report(error);
  }
  return code;
}
