import type { Command } from 'commander';
import { tableView, type Column } from '../../output/view.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';

export const listScopesCommand = (source: ContextSource): Command =>
  verb('list-scopes', 'List the secret scopes', [
    ['Their names alone', 'servectl secrets list-scopes -o name'],
  ]).action(
    action(source, async (context) => {
      const client = await context.client();
      const scopes = await client.secrets.listScopes({ signal: context.signal });
      const columns: Column<(typeof scopes)[number]>[] = [
        { header: 'NAME', cell: ({ name }) => name },
        { header: 'BACKEND', cell: ({ backend_type = '' }) => backend_type },
      ];
      await context.results.show(
        scopes,
        tableView(columns, ({ name }) => name, 'there are no scopes'),
      );
    }),
  );
