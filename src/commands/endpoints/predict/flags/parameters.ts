import { InvalidArgumentError, type Command } from 'commander';
import { collect } from './collect.ts';
import { readCount } from './count.ts';

/** What is told beside the question. */
export interface ParameterFlags {
  readonly param: readonly string[];
  readonly paramsFile?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly n?: number;
  readonly stop: readonly string[];
  readonly modelParam: readonly string[];
  readonly customInput: readonly string[];
  readonly extraParam: readonly string[];
  readonly usageContext: readonly string[];
  readonly clientRequestId?: string;
  readonly header: readonly string[];
}

/** For every question: all but what makes sense of a single one. */
export const addSettingOptions = (command: Command): Command =>
  command
    .option('--param <key=value>', 'a further field of the body, typed as JSON; may be repeated', collect, [])
    .option('--params-file <file>', 'further fields of the body, as JSON or YAML; flags come first')
    .option('--max-tokens <count>', 'the most tokens of the answer', readCount)
    .option('--temperature <number>', 'from 0, always the likeliest word, to 2', readTemperature)
    .option('--stop <text>', 'end the answer before this text; may be repeated', collect, [])
    .option('--custom-input <key=value>', "one of an agent's custom_inputs; may be repeated", collect, [])
    .option('--extra-param <key=value>', "one of a provider's extra_params; may be repeated", collect, [])
    .option('--usage-context <key=value>', 'a label for the usage table; may be repeated', collect, [])
    .option('--client-request-id <id>', 'your own id of the request, for inference and usage tables')
    .option('--header <name:value>', 'a further header of the request; may be repeated', collect, []);

export const addParameterOptions = (command: Command): Command =>
  addSettingOptions(command)
    .option('--n <count>', 'how many answers', readCount)
    .option('--model-param <key=value>', 'one of the params of a custom model; may be repeated', collect, []);

function readTemperature(text: string): number {
  const temperature = text.trim() === '' ? NaN : Number(text);
  if (temperature >= 0 && temperature <= 2) return temperature;
  throw new InvalidArgumentError('It must be a number from 0 to 2.');
}
