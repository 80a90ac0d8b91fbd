import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';

export const listCommand = (source: ContextSource): Command =>
  verb('list', 'List the endpoints of the workspace', [
    ['All that you may see', 'servectl endpoints list'],
    ['The names alone', 'servectl endpoints list -o name'],
    ['Those that are not ready', `servectl endpoints list --query "[?state.ready!='READY'].name"`],
  ]).action(
    action(source, async (context) => {
      const [client, { listView }] = await Promise.all([context.client(), import('./list-view.ts')]);
      const rows = await client.endpoints.list({ signal: context.signal });
      await context.results.show(rows, listView);
    }),
  );
