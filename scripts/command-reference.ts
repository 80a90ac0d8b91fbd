import type { Command } from 'commander';
import { commandPath, ServectlCommand } from '../src/commands/shared/command.ts';
import { buildProgram } from '../src/program.ts';

/** docs/commands.md, from the command tree: what `--help` says, as one page. */
export function generate(): Promise<Record<string, string>> {
  const program = buildProgram(
    () => Promise.reject(new Error('the reference runs no command')),
    () => undefined,
  );
  const pages = leaves(program).map(describe);
  const text = [
    '# Commands',
    'Generated from the command tree by `npm run generate`. `servectl help exit-codes` and `servectl help environment` say more.',
    `## Global options\n\n${options(program)}`,
    ...pages,
  ].join('\n\n');
  return Promise.resolve({ 'docs/commands.md': `${text}\n` });
}

const leaves = (command: Command): readonly Command[] => {
  const children = command.createHelp().visibleCommands(command);
  return children.length === 0 ? [command] : children.flatMap(leaves);
};

function describe(command: Command): string {
  const help = command.createHelp();
  const examples = command instanceof ServectlCommand ? command.examples : [];
  const parts = [
    `## ${commandPath(command)}`,
    command.description(),
    `\`${commandPath(command)} ${command.usage()}\``,
    ...(examples.length > 0
      ? [`\`\`\`console\n${examples.map(([purpose, line]) => `# ${purpose}\n$ ${line}`).join('\n')}\n\`\`\``]
      : []),
    ...(help.visibleArguments(command).length > 0
      ? [
          help
            .visibleArguments(command)
            .map((argument) => `- \`${argument.name()}\`: ${argument.description}`)
            .join('\n'),
        ]
      : []),
    options(command),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function options(command: Command): string {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter((option) => option.long !== '--help')
    .map((option) => `- \`${option.flags}\`: ${help.optionDescription(option)}`)
    .join('\n');
}
