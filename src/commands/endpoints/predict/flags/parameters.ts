import { InvalidArgumentError, type Command } from 'commander';
import { collect } from './collect.ts';

/** Fields of the body beside what is asked. */
export interface ParameterFlags {
  readonly param: readonly string[];
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly stop: readonly string[];
}

export const addParameterOptions = (command: Command): Command =>
  command
    .option('--param <key=value>', 'a further field of the body, typed as JSON; may be repeated', collect, [])
    .option('--max-tokens <count>', 'the most tokens of the answer', readCount)
    .option('--temperature <number>', 'from 0, always the likeliest word, to 2', readTemperature)
    .option('--stop <text>', 'end the answer before this text; may be repeated', collect, []);

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

function readTemperature(text: string): number {
  const temperature = text.trim() === '' ? NaN : Number(text);
  if (temperature >= 0 && temperature <= 2) return temperature;
  throw new InvalidArgumentError('It must be a number from 0 to 2.');
}
