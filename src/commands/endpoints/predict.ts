import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { addParameterOptions } from './predict/flags/parameters.ts';
import type { PredictFlags } from './predict/flags/predict.ts';
import { addRequestOptions } from './predict/flags/request.ts';
import { addRouteOptions } from './predict/flags/route.ts';

export const predictCommand = (source: ContextSource): Command => {
  const command = verb('predict', 'Ask an endpoint and print the answer', [
    [
      'A chat model, as it speaks',
      'servectl endpoints predict chat --message "Why is the sky blue?" --stream',
    ],
    ['Embeddings', 'servectl endpoints predict databricks-bge-large-en --input hello -o json'],
    ['A whole body', `servectl endpoints predict churn --data '{"dataframe_records": [{"age": 41}]}'`],
    ['From another program', "jq -n '{inputs: [1, 2]}' | servectl endpoints predict churn"],
  ]).argument('<name>', 'name of the endpoint');
  for (const addOptions of [addRequestOptions, addParameterOptions, addRouteOptions]) addOptions(command);
  return command.action(
    action(source, async (context, name: string, flags: PredictFlags) => {
      const { predict } = await import('./predict/run.ts');
      await predict(context, name, flags);
    }),
  );
};
