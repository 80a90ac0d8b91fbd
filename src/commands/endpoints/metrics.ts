import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { onEndpoint } from './near-names.ts';

export const metricsCommand = (source: ContextSource): Command =>
  verb('metrics', 'Print the health metrics of an endpoint in the Prometheus text format', [
    ['Latency alone', 'servectl endpoints metrics chat | grep latency'],
  ])
    .argument('<name>', 'name of the endpoint')
    .action(
      action(source, async (context, name: string) => {
        const [client, { showText }] = await Promise.all([context.client(), import('./show-text.ts')]);
        await showText(
          context,
          await onEndpoint(context, name, client.endpoints.metrics(name, { signal: context.signal })),
        );
      }),
    );
