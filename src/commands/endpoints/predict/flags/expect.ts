import { InvalidArgumentError, Option, type Command } from 'commander';
import { durationReader, timeoutOption } from '../../../shared/duration.ts';
import { collect } from './collect.ts';

/** What the answer should be, and how often to ask until it is. */
export interface ExpectFlags {
  readonly expect: readonly string[];
  readonly expectQuery: readonly string[];
  readonly expectSchema?: string;
  /** Milliseconds. */
  readonly maxLatency?: number;
  /** Milliseconds. */
  readonly maxTtft?: number;
  readonly attempts?: number;
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

export const addExpectOptions = (command: Command): Command =>
  command
    .option('--expect <text|/re/>', 'text that the answer must contain; may be repeated', collect, [])
    .option('--expect-query <jmespath>', 'must hold of the answer as it came; may be repeated', collect, [])
    .option('--expect-schema <file>', 'JSON Schema that the answer must fit')
    .addOption(
      new Option('--max-latency <duration>', 'longest time for the whole answer: 5s, 800ms').argParser(
        durationReader('5s or 800ms'),
      ),
    )
    .addOption(
      new Option(
        '--max-ttft <duration>',
        'longest time to the first token; asks for a stream: 1s, 300ms',
      ).argParser(durationReader('1s or 300ms')),
    )
    .option('--attempts <count>', 'ask up to this often until the answer is as expected', readAttempts)
    .option('--wait', 'wait first until the endpoint is deployed and serves')
    .addOption(timeoutOption().implies({ wait: true }));

function readAttempts(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
