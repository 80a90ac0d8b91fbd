import type { Command } from 'commander';
import { ServectlCommand, type ContextSource } from './commands/shared/command.ts';
import { addGlobalOptions } from './commands/shared/globals.ts';
import { apiCommand } from './commands/api.ts';
import { applyCommand } from './commands/apply.ts';
import { chatCommand } from './commands/chat.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { destroyCommand } from './commands/destroy.ts';
import { diffCommand } from './commands/diff.ts';
import { endpointsCommand } from './commands/endpoints/endpoints.ts';
import { explainCommand } from './commands/explain.ts';
import { helpCommand } from './commands/help.ts';
import { localCommand } from './commands/local/local.ts';
import { schemaCommand } from './commands/schema.ts';
import { secretsCommand } from './commands/secrets/secrets.ts';
import { validateCommand } from './commands/validate.ts';
import { helpConfiguration } from './commands/shared/help.ts';
import { version } from './version.ts';

/**
 * The command tree, built fresh for each run. Verb files import commander and types alone, so that building all of
 * them costs a few milliseconds; what a verb needs to run it imports when it runs.
 * @param write where help and the version go
 */
export function buildProgram(
  source: ContextSource,
  write: (text: string) => void,
  columns?: number,
): Command {
  const program = new ServectlCommand(
    'servectl',
    'Manage Databricks model-serving endpoints and the secrets they use',
    [
      ['Create an endpoint and wait until it serves', 'servectl endpoints create -f chat.yaml'],
      ['Ask it something', 'servectl endpoints predict chat --message hello --stream'],
      ['Work without a Databricks workspace', 'servectl --target local endpoints list'],
    ],
  );
  addGlobalOptions(program);
  program.version(version, '-V, --version', 'print the version');
  const commands = [
    endpointsCommand(source),
    chatCommand(source),
    secretsCommand(source),
    validateCommand(source),
    diffCommand(source),
    applyCommand(source),
    destroyCommand(source),
    localCommand(source),
    apiCommand(source),
    schemaCommand(source),
    explainCommand(source),
    completionCommand(write),
    helpCommand(write),
  ];
  for (const command of commands) program.addCommand(command);
  program.addCommand(completeCommand(write), { hidden: true });
  inheritSettings(
    program
      .exitOverride()
      .configureHelp(helpConfiguration)
      // Commander calls writeErr for the help of a bare noun alone: mistakes are thrown as UsageError.
      .configureOutput({
        writeOut: write,
        writeErr: write,
        getOutHelpWidth: () => helpWidth(columns),
        getErrHelpWidth: () => helpWidth(columns),
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      }),
  );
  return program;
}

/** Long lines are hard to read however wide the terminal is. */
const helpWidth = (columns: number | undefined): number => Math.min(columns ?? 100, 100);

/** Commander hands settings down only to commands that it makes itself. */
function inheritSettings(parent: Command): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent);
    inheritSettings(child);
  }
}
