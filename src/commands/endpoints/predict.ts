import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { subjectOf } from '../shared/driver-app.ts';
import { addBatchOptions, isBatch } from './predict/flags/batch.ts';
import { addExpectOptions } from './predict/flags/expect.ts';
import { addParameterOptions } from './predict/flags/parameters.ts';
import type { PredictFlags } from './predict/flags/predict.ts';
import { addRequestOptions } from './predict/flags/request.ts';
import { addDriverOptions, addRouteOptions } from './predict/flags/route.ts';
import { standAlone } from './predict/flags/stand-alone.ts';
import { addTimingOptions } from './predict/flags/timing.ts';
import { addTransformOptions } from './predict/flags/transform.ts';

export const predictCommand = (source: ContextSource): Command => {
  const command = verb('predict', 'Ask an endpoint and print the answer', [
    [
      'A chat model, as it speaks',
      'servectl endpoints predict chat --message "Why is the sky blue?" --stream',
    ],
    ['Embeddings', 'servectl endpoints predict databricks-bge-large-en --input hello -o json'],
    ['A whole body', `servectl endpoints predict churn --data '{"dataframe_records": [{"age": 41}]}'`],
    [
      'In a pipeline: does it answer sensibly?',
      'servectl endpoints predict chat -m ping --expect pong --wait',
    ],
    [
      'Every row of a file; run again, it goes on where it ended',
      'servectl endpoints predict chat --batch rows.jsonl --out answers.jsonl',
    ],
    ['From another program', "jq -n '{inputs: [1, 2]}' | servectl endpoints predict churn"],
    [
      "An app on a cluster's driver",
      'servectl endpoints predict --cluster-id 0923-164208-meows279 --driver-port 7777 --prompt hello',
    ],
  ]).argument('[name]', 'name of the endpoint; none for an app (--driver-port)');
  const groups = [
    ['What to ask:', addRequestOptions],
    ['Parameters:', addParameterOptions],
    ['Transforms:', addTransformOptions],
    ['The way to the model:', addRouteOptions, addDriverOptions],
    ['Tests:', addExpectOptions, addTimingOptions],
    ['Batches:', addBatchOptions],
  ] as const;
  for (const [heading, ...adders] of groups) {
    command.optionsGroup(heading);
    for (const addOptions of adders) addOptions(command);
  }
  standAlone(command, 'template', ['as']);
  return command.action(
    action(source, async (context, given: string | undefined, flags: PredictFlags) => {
      const name = subjectOf(given, flags);
      if (flags.template === true) {
        const { printTemplate } = await import('./predict/template.ts');
        await printTemplate(context, name, flags.as);
        return;
      }
      if (isBatch(flags)) {
        const { predictBatch } = await import('./predict/batch/run.ts');
        await predictBatch(context, name, flags);
        return;
      }
      const { predict } = await import('./predict/run.ts');
      await predict(context, name, flags);
    }),
  );
};
