import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { onEndpoint } from './near-names.ts';

export const getCommand = (source: ContextSource): Command =>
  verb('get', 'Show an endpoint: its state, what it serves, its limits', [
    ['For people', 'servectl endpoints get chat'],
    ['What the API answers', 'servectl endpoints get chat -o json'],
    ['One part of it', 'servectl endpoints get chat --query state.ready'],
  ])
    .argument('<name>', 'name of the endpoint')
    .action(action(source, get));

async function get(context: Context, name: string): Promise<void> {
  const { results, signal } = context;
  const gateway = await context.gateway();
  if (gateway) {
    const { gatewayEndpointView } = await import('./gateway-endpoint-view.ts');
    const endpoint = await onEndpoint(context, name, gateway.get(name, { signal }));
    return results.show(endpoint, gatewayEndpointView(gateway.url));
  }
  const [client, { endpointView }] = await Promise.all([context.client(), import('./endpoint-view.ts')]);
  const endpoint = await onEndpoint(context, name, client.endpoints.get(name, { signal }));
  await results.show(endpoint, endpointView);
}
