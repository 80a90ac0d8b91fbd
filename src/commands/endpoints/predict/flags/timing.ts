import type { Command } from 'commander';

/** What to say of an answer beside it. */
export interface TimingFlags {
  readonly timing?: boolean;
}

export const addTimingOptions = (command: Command): Command =>
  command.option('--timing', 'print on stderr how long it took, and who answered');
