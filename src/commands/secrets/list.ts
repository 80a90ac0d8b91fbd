import type { Command } from 'commander';
import { tableView, type Column } from '../../output/view.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { noScopeHint, scopeHelp } from './arguments.ts';
import { adviseOnMissing } from './missing.ts';

export const listCommand = (source: ContextSource): Command =>
  verb('list', 'List the secrets of a scope: their keys, never their values', [
    ['The keys alone', 'servectl secrets list llm -o name'],
  ])
    .alias('list-secrets')
    .argument('<scope>', scopeHelp)
    .action(
      action(source, async (context, scope: string) => {
        const client = await context.client();
        const secrets = await adviseOnMissing(
          client.secrets.list(scope, { signal: context.signal }),
          noScopeHint,
        );
        const columns: Column<(typeof secrets)[number]>[] = [
          { header: 'KEY', cell: ({ key }) => key },
          {
            header: 'LAST UPDATED',
            cell: ({ last_updated_timestamp: at }) => (at ? new Date(at).toISOString() : ''),
          },
        ];
        await context.results.show(
          secrets,
          tableView(columns, ({ key }) => key, `scope ${scope} holds no secrets`),
        );
      }),
    );
