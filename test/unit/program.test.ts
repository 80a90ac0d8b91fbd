import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/program.ts';

const built = (argv?: readonly string[]): readonly Command[] =>
  buildProgram(
    () => Promise.reject(new Error('nothing is opened')),
    () => undefined,
    undefined,
    argv,
  ).commands;

const namesOf = (commands: readonly Command[]): readonly string[] => commands.map((each) => each.name());
/** Those with something in them. */
const made = (argv?: readonly string[]): readonly string[] =>
  namesOf(built(argv).filter((each) => each.description() !== ''));

describe('the command tree', () => {
  const all = namesOf(built());

  it('is whole where nobody says what it is for', () => {
    expect(made()).toEqual(all);
  });

  it.each([
    ['validate -f chat.yaml', ['validate']],
    // Which of them is the value of a flag is commander's to say.
    ['-t local endpoints list', ['local', 'endpoints']],
    ['-t endpoints validate -f diff', ['endpoints', 'validate', 'diff']],
  ])('holds what a line can be about, and the others by name: %s', (line, expected) => {
    const argv = line.split(' ');
    expect(new Set(made(argv))).toEqual(new Set(expected));
    expect(namesOf(built(argv))).toEqual(all);
  });

  it.each([
    [''],
    ['-t local'],
    ['validat'],
    ['help validate'],
    ['validate --help'],
    ['-h validate'],
    ['-qh validate'],
    ['__complete -- validate -'],
  ])('is whole where a line may be about all of it: "%s"', (line) => {
    expect(made(line.split(' '))).toEqual(all);
  });
});
