import type { Argument, Command, Option } from 'commander';
import { candidatesFor } from '../shared/candidates.ts';

interface Candidate {
  readonly value: string;
  readonly description: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether file names fit too, and where they begin: after an `@`, or at once. */
  readonly files: 'none' | 'files' | 'at-files';
}

/**
 * What may stand in place of the last word, which may be empty. It looks at the command tree alone: nothing is read,
 * and nobody is asked.
 * @param words of the command line, without the program's name
 */
export async function complete(root: Command, words: readonly string[]): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const state = walk(root, words.slice(0, -1));
  const { command, pending } = state;
  if (pending) return valuesOf(pending, current, '');

  const assigned = state.flagsEnded ? undefined : /^(--[^=]+)=(.*)$/s.exec(current);
  if (assigned) {
    const option = optionsOf(command).find(({ long }) => long === assigned[1]);
    return option?.required || option?.optional
      ? valuesOf(option, assigned[2] ?? '', `${assigned[1] ?? ''}=`)
      : nothing;
  }
  if (current.startsWith('-') && !state.flagsEnded) return flagsOf(state, current);

  const children = command.createHelp().visibleCommands(command);
  if (children.length > 0) {
    return only(
      children.map((child) => ({ value: child.name(), description: child.description() })),
      current,
    );
  }
  const { registeredArguments } = command;
  const argument =
    registeredArguments[state.operands] ?? registeredArguments.findLast(({ variadic }) => variadic);
  return argument ? valuesOf(argument, current, '') : nothing;
}

const nothing: Completion = { candidates: [], files: 'none' };

interface State {
  readonly command: Command;
  /** A flag whose value comes next. */
  readonly pending: Option | undefined;
  readonly used: ReadonlySet<Option>;
  /** How many arguments of the command are there already. */
  readonly operands: number;
  /** After `--`, nothing is a flag. */
  readonly flagsEnded: boolean;
}

/** Reads words as commander does, but never complains: the line is half written. */
function walk(root: Command, words: readonly string[]): State {
  const used = new Set<Option>();
  let command = root;
  let pending: Option | undefined;
  let operands = 0;
  let flagsEnded = false;
  for (const word of words) {
    if (pending) {
      pending = undefined;
    } else if (!flagsEnded && word === '--') {
      flagsEnded = true;
    } else if (!flagsEnded && word.startsWith('-') && word.length > 1) {
      const { option, hasValue } = readFlag(command, word);
      if (option) used.add(option);
      if (option?.required && !hasValue) pending = option;
    } else {
      const child = operands === 0 ? findChild(command, word) : undefined;
      if (child) command = child;
      else operands += 1;
    }
  }
  return { command, pending, used, operands, flagsEnded };
}

function readFlag(command: Command, word: string): { option: Option | undefined; hasValue: boolean } {
  const options = optionsOf(command);
  const [name = '', ...value] = word.split('=');
  if (word.startsWith('--'))
    return { option: options.find(({ long }) => long === name), hasValue: value.length > 0 };
  // `-ojson` holds its value; `-o` does not.
  return { option: options.find(({ short }) => short === word.slice(0, 2)), hasValue: word.length > 2 };
}

const findChild = (command: Command, word: string): Command | undefined =>
  command.commands.find((child) => child.name() === word || child.aliases().includes(word));

function flagsOf({ command, used }: State, current: string): Completion {
  const help = command.createHelp();
  const fresh = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].filter(
    (option) => !used.has(option) || mayRepeat(option),
  );
  return only(
    fresh.map((option) => ({ value: option.long ?? option.short ?? '', description: option.description })),
    current,
  );
}

// The values of a repeatable flag are collected into a list, which is there from the start.
const mayRepeat = ({ variadic, defaultValue }: Option): boolean => variadic || Array.isArray(defaultValue);

/** Of the command itself and of those above it, whose flags it takes too. */
function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent ? optionsOf(command.parent) : [])];
}

async function valuesOf(target: Argument | Option, current: string, prefix: string): Promise<Completion> {
  const values = await candidatesFor(target);
  const { candidates } = only(
    values.map((value) => ({ value, description: '' })),
    current,
  );
  return {
    candidates: candidates.map((one) => ({ ...one, value: prefix + one.value })),
    files: filesOf('flags' in target ? target.flags : target.name(), current),
  };
}

/** The word in the angle brackets says what goes there: `<file>`, `<json|@file|->`. */
function filesOf(placeholder: string, current: string): Completion['files'] {
  if (placeholder.includes('@file')) return current.startsWith('@') ? 'at-files' : 'none';
  return /file|dir/i.test(/[<[].*/.exec(placeholder)?.[0] ?? placeholder) ? 'files' : 'none';
}

const only = (candidates: readonly Candidate[], start: string): Completion => ({
  candidates: candidates.filter(({ value }) => value.startsWith(start)),
  files: 'none',
});
