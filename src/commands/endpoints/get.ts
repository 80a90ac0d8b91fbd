import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { onEndpoint } from './near-names.ts';

export const getCommand = (source: ContextSource): Command =>
  verb('get', 'Show an endpoint: its state, what it serves, its limits', [
    ['For people', 'servectl endpoints get chat'],
    ['What the API answers', 'servectl endpoints get chat -o json'],
    ['One part of it', 'servectl endpoints get chat --query state.ready'],
  ])
    .argument('<name>', 'name of the endpoint')
    .action(
      action(source, async (context, name: string) => {
        const [client, { endpointView }] = await Promise.all([
          context.client(),
          import('./endpoint-view.ts'),
        ]);
        const endpoint = await onEndpoint(
          context,
          name,
          client.endpoints.get(name, { signal: context.signal }),
        );
        await context.results.show(endpoint, endpointView);
      }),
    );
