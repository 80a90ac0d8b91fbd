import { InvalidArgumentError, Option, type Command } from 'commander';
import { timeoutOption } from '../shared/duration.ts';
import { dryRunOption } from '../shared/globals.ts';

/** How many writes a workspace takes within five minutes without throttling others: below every documented limit. */
export const defaultWriteBudget = 50;

/** The flags that say how a plan is carried out. */
export interface CarryOutFlags {
  readonly parallel: number;
  readonly writeBudget?: number | 'off';
  /** Milliseconds. */
  readonly timeout?: number;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 on.');
  return Number(text);
};

export const addCarryOutOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--parallel <number>',
        'how many are changed at the same time; who is waited for does not count',
      )
        .argParser(count)
        .default(8),
    )
    .addOption(
      new Option(
        '--write-budget <number>',
        `the most changes in any five minutes, or off (default: ${defaultWriteBudget}; off where the target is local)`,
      ).argParser((text) => (text === 'off' ? text : count(text))),
    )
    .addOption(timeoutOption())
    .addOption(dryRunOption());
