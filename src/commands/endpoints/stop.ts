import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { onEndpoint } from './near-names.ts';

export const stopCommand = (source: ContextSource): Command =>
  verb('stop', 'Stop an endpoint: it keeps its config, answers nothing and costs nothing', [
    ['Until it is started again', 'servectl endpoints stop fraud'],
  ])
    .argument('<name>', 'name of the endpoint, which serves custom models')
    .addOption(dryRunOption())
    .action(
      action(source, async (context, name: string) => {
        const client = await context.client();
        const call = client.endpoints.stop(name, { signal: context.signal });
        await orUnknown(
          context,
          onEndpoint(context, name, call),
          `endpoint ${name} may have been stopped`,
          `servectl endpoints get ${name} tells`,
        );
        if (context.globals.dryRun) return;
        context.notes.info(`stopped endpoint ${name}`);
        const { endpointView } = await import('./endpoint-view.ts');
        await context.results.show(
          await client.endpoints.get(name, { signal: context.signal }),
          endpointView,
        );
        context.notes.hint(`servectl endpoints start ${name}`);
      }),
    );
