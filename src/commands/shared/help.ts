import { Help, type Command, type HelpConfiguration, type Option } from 'commander';
import { ServectlCommand, usageOf } from './command.ts';

/** Help pages: what it does, how it is called, examples, then the details. */
export const helpConfiguration: HelpConfiguration = {
  showGlobalOptions: true,
  optionDescription: (option) => new Help().optionDescription(withoutEmptyDefault(option)),
  formatHelp: (command, helper) => formatHelp(command, helper),
};

const exitCodeLine =
  'Exit codes: 0 ok, 1 failure, 2 usage or input, 4 authentication or no workspace, 5 not found,\n' +
  '  6 conflict, 7 timed out, 8 an unmet --expect, 9 throttled or unavailable; servectl help exit-codes';

function formatHelp(command: Command, helper: Help): string {
  const isRoot = command.parent === null;
  const width = helper.padWidth(command, helper);
  const list = (
    heading: string,
    items: readonly (readonly [term: string, description: string])[],
  ): string[] =>
    helper.formatItemList(
      heading,
      items.map(([term, description]) => helper.formatItem(term, width, description, helper)),
      helper,
    );
  const option = (one: (typeof command.options)[number]) =>
    [helper.optionTerm(one), helper.optionDescription(one)] as const;

  const optionGroups = helper.groupItems(
    [...command.options],
    helper.visibleOptions(command),
    (one) => one.helpGroupHeading ?? (isRoot ? 'Global options:' : 'Options:'),
  );

  return [
    helper.commandDescription(command),
    '',
    `Usage: ${usageOf(command)}`,
    '',
    ...exampleLines(command),
    ...list(
      'Commands:',
      helper
        .visibleCommands(command)
        .map((child) => [
          helper.subcommandTerm(child).replace(' [options]', ''),
          helper.subcommandDescription(child),
        ]),
    ),
    ...list(
      'Arguments:',
      helper
        .visibleArguments(command)
        .map((argument) => [helper.argumentTerm(argument), helper.argumentDescription(argument)]),
    ),
    ...[...optionGroups].flatMap(([heading, options]) => list(heading, options.map(option))),
    ...list('Global options:', helper.visibleGlobalOptions(command).map(option)),
    exitCodeLine,
    '',
  ].join('\n');
}

/** That a flag which may be repeated begins as `[]` or `{}` is no news to who reads its help. */
function withoutEmptyDefault(option: Option): Option {
  const value: unknown = option.defaultValue;
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return isEmpty ? (Object.create(option, { defaultValue: { value: undefined } }) as Option) : option;
}

function exampleLines(command: Command): string[] {
  if (!(command instanceof ServectlCommand) || command.examples.length === 0) return [];
  return ['Examples:', ...command.examples.flatMap(([purpose, line]) => [`  # ${purpose}`, `  ${line}`]), ''];
}
