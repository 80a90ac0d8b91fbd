import { Command } from 'commander';
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
 * @param argv what will be parsed, where that is known: commands that it can't be about are there by name alone
 */
export function buildProgram(
  source: ContextSource,
  write: (text: string) => void,
  columns?: number,
  argv: readonly string[] = ['--help'],
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
  const makers: Readonly<Record<string, () => Command>> = {
    endpoints: () => endpointsCommand(source),
    chat: () => chatCommand(source),
    secrets: () => secretsCommand(source),
    validate: () => validateCommand(source),
    diff: () => diffCommand(source),
    apply: () => applyCommand(source),
    destroy: () => destroyCommand(source),
    local: () => localCommand(source),
    api: () => apiCommand(source),
    schema: () => schemaCommand(source),
    explain: () => explainCommand(source),
    completion: () => completionCommand(write),
    help: () => helpCommand(write),
    [completeName]: () => completeCommand(write),
  };
  const isNeeded = neededCommands(argv, Object.keys(makers));
  for (const [name, make] of Object.entries(makers)) {
    program.addCommand(isNeeded(name) ? make() : new Command(name), { hidden: name === completeName });
  }
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

const completeName = '__complete';

/**
 * The commands that a line may be about: those whose names stand in it. All of them where it asks for help, where it is
 * completed, and where no name in it can be but the value of a flag.
 */
function neededCommands(argv: readonly string[], names: readonly string[]): (name: string) => boolean {
  const given = new Set(argv.filter((word) => names.includes(word)));
  const isSure = argv.some((word, index) => given.has(word) && argv[index - 1]?.startsWith('-') !== true);
  const asksForHelp = argv.some((word) => word === '--help' || /^-\w*h/.test(word));
  const isAboutAll = !isSure || asksForHelp || given.has('help') || given.has(completeName);
  return (name) => isAboutAll || given.has(name);
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
