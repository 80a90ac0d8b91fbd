import type { Command } from 'commander';

/** What changes the request before it is sent, and the answer before it is shown. */
export interface TransformFlags {
  readonly transformInput?: string;
  readonly transformOutput?: string;
}

export const addTransformOptions = (command: Command): Command =>
  command
    .option('--transform-input <expr>', 'change the body: JMESPath, a JSON template, @file, ./file.mjs#name')
    .option('--transform-output <expr>', 'show this of the answer: JMESPath, a template, ./file.mjs#name');
