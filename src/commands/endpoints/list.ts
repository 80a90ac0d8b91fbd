import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';

export const listCommand = (source: ContextSource): Command =>
  verb('list', 'List the endpoints of the workspace, or of an MLflow gateway', [
    ['All that you may see', 'servectl endpoints list'],
    ['The names alone', 'servectl endpoints list -o name'],
    ['Those that are not ready', `servectl endpoints list --query "[?state.ready!='READY'].name"`],
    ['Of an MLflow gateway', 'servectl endpoints list -t http://127.0.0.1:5000'],
  ]).action(action(source, list));

async function list(context: Context): Promise<void> {
  const { results, signal } = context;
  const gateway = await context.gateway();
  if (gateway) {
    const { gatewayListView } = await import('./gateway-endpoint-view.ts');
    return results.show(await gateway.list({ signal }), gatewayListView(gateway.url));
  }
  const [client, { listView }] = await Promise.all([context.client(), import('./list-view.ts')]);
  await results.show(await client.endpoints.list({ signal }), listView);
}
