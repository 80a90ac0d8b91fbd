import type { Command } from 'commander';
import { collect } from './collect.ts';

/** What to ask with. */
export interface RequestFlags {
  readonly message?: string;
  readonly system?: string;
  readonly prompt?: string;
  readonly input: readonly string[];
  readonly data?: string;
  readonly stream?: boolean;
}

export const addRequestOptions = (command: Command): Command =>
  command
    .option('-m, --message <text>', 'what the user says, in the form that the endpoint reads')
    .option('--system <text>', 'a system message before --message')
    .option('--prompt <text>', 'text to complete')
    .option('--input <text>', 'text to embed; may be repeated', collect, [])
    .option('-d, --data <json|@file|->', 'the whole body: JSON, @ and a file, or - for stdin')
    .option('--stream', 'print the answer as it arrives');
