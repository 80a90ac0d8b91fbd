import { InvalidArgumentError, type Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import type { PredictFlags } from './predict/request.ts';

export const predictCommand = (source: ContextSource): Command =>
  verb('predict', 'Ask an endpoint and print the answer', [
    [
      'A chat model, as it speaks',
      'servectl endpoints predict chat --message "Why is the sky blue?" --stream',
    ],
    ['Embeddings', 'servectl endpoints predict databricks-bge-large-en --input hello -o json'],
    ['A whole body', `servectl endpoints predict churn --data '{"dataframe_records": [{"age": 41}]}'`],
    ['From another program', "jq -n '{inputs: [1, 2]}' | servectl endpoints predict churn"],
  ])
    .argument('<name>', 'name of the endpoint')
    .option('-m, --message <text>', 'what the user says, in the form that the endpoint reads')
    .option('--system <text>', 'a system message before --message')
    .option('--prompt <text>', 'text to complete')
    .option('--input <text>', 'text to embed; may be repeated', collect, [])
    .option('-d, --data <json|@file|->', 'the whole body: JSON, @ and a file, or - for stdin')
    .option('--param <key=value>', 'a further field of the body, typed as JSON; may be repeated', collect, [])
    .option('--max-tokens <count>', 'the most tokens of the answer', readCount)
    .option('--temperature <number>', 'from 0, always the likeliest word, to 2', readTemperature)
    .option('--stop <text>', 'end the answer before this text; may be repeated', collect, [])
    .option('--stream', 'print the answer as it arrives')
    .action(
      action(source, async (context, name: string, flags: PredictFlags) => {
        const { predict } = await import('./predict/run.ts');
        await predict(context, name, flags);
      }),
    );

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

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
