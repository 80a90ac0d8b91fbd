import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ErrorBudget } from '../../../../predict/batch/error-budget.ts';
import { durationReader } from '../../../shared/duration.ts';
import { readCount } from './count.ts';

/** Asking with every row of a file. */
export interface BatchFlags {
  readonly batch?: string;
  readonly out?: string;
  readonly concurrency?: number;
  readonly rowsPerCall?: number;
  readonly rowIds?: boolean;
  readonly maxErrors?: ErrorBudget;
  /** Milliseconds. */
  readonly limitBudget?: number;
  readonly retryErrors?: boolean;
  readonly retryUncertain?: boolean;
}

/** What asks once has no meaning for a file of rows. */
const single = [
  ...['message', 'messages', 'image', 'prompt', 'input', 'batchSize', 'rows', 'data', 'template', 'stream'],
  ...[
    'clientRequestId',
    'expect',
    'expectQuery',
    'expectSchema',
    'maxLatency',
    'maxTtft',
    'attempts',
    'timing',
    'dryRun',
  ],
];

export const addBatchOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--batch <file|->', 'ask with each row of JSONL, CSV or TSV; - is JSONL on stdin').conflicts(
        single,
      ),
    )
    .option('--out <file>', 'where --batch writes its answers, a line a row; run again, it goes on with them')
    .option('--concurrency <count>', 'the most calls at a time (default: 64)', readCount)
    .option(
      '--rows-per-call <count>',
      'rows, or texts to embed, that go into one call (default: 1)',
      readCount,
    )
    .option('--no-row-ids', "do not send a row's id as client_request_id")
    .addOption(
      new Option('--max-errors <count|share>', 'end early once more rows have failed: 10, 5%').argParser(
        readBudget,
      ),
    )
    .addOption(
      new Option(
        '--limit-budget <duration>',
        'how long to wait where the endpoint takes nothing (default: 10m)',
      ).argParser(durationReader('90s or 10m')),
    )
    .option('--retry-errors', 'ask again with the rows that failed, once --out is finished')
    .option('--retry-uncertain', 'ask again with rows whose answer a killed run may have lost');

function readBudget(text: string): ErrorBudget {
  const [, amount, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(amount);
  if (percent === '' && Number.isSafeInteger(value)) return { count: value };
  if (percent === '%' && value <= 100) return { percent: value };
  throw new InvalidArgumentError('It must be a number of rows, or a share of them like 5%.');
}

/** True where a file of rows is asked about; also where only flags are given that belong to one. */
export const isBatch = (flags: BatchFlags): boolean =>
  [flags.batch, flags.out, flags.concurrency, flags.rowsPerCall, flags.maxErrors, flags.limitBudget].some(
    (given) => given !== undefined,
  ) ||
  flags.retryErrors === true ||
  flags.retryUncertain === true;
