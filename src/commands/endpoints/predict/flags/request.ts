import { Option, type Command } from 'commander';
import type { RowsForm } from '../../../../predict/rows/rows-body.ts';
import { dryRunOption } from '../../../shared/globals.ts';
import { collect } from './collect.ts';
import { readCount } from './count.ts';

/** What to ask with. */
export interface RequestFlags {
  readonly message?: string;
  readonly messages?: string;
  readonly system?: string;
  readonly image: readonly string[];
  readonly tools?: string;
  readonly toolChoice?: string;
  readonly responseFormat?: string;
  readonly prompt?: string;
  readonly input: readonly string[];
  readonly batchSize?: number;
  readonly rows?: string;
  readonly as?: RowsForm | 'llm';
  readonly data?: string;
  readonly template?: boolean;
  readonly stream?: boolean;
}

export const addRequestOptions = (command: Command): Command =>
  command
    .option('-m, --message <text>', 'what the user says, in the form that the endpoint reads')
    .option('--messages <file>', 'the conversation so far: JSON, JSONL or YAML; --message comes after it')
    .option('--system <text>', 'a system message before the others')
    .option('--image <file|url>', 'a picture beside --message; may be repeated', collect, [])
    .option('--tools <file>', 'functions that the model may ask for, as JSON or YAML')
    .option('--tool-choice <choice>', 'auto, none, required, or the name of a function')
    .option('--response-format <json|file>', 'answer in JSON, or by the JSON schema of a file')
    .option('--prompt <text>', 'text to complete')
    .option('--input <text|@file>', 'text to embed, or a file with one a line; may be repeated', collect, [])
    .option('--batch-size <count>', 'the most texts to embed in one call (default: 20)', readCount)
    .option('--rows <file|->', 'rows for a custom model: JSON, JSONL, CSV with a header, or stdin')
    .addOption(
      new Option('--as <form>', 'how rows are sent (default: records); llm: as {"prompt", "stop"}').choices([
        'records',
        'split',
        'instances',
        'inputs',
        'llm',
      ]),
    )
    .option('-d, --data <json|@file|->', 'the whole body: JSON, @ and a file, or - for stdin')
    .option('--template', 'print a body to start from, and ask nothing')
    .addOption(dryRunOption('print the requests that would ask, and send none of them'))
    .option('--stream', 'print the answer as it arrives');
