import type { Command } from 'commander';
import { tableView } from '../../output/view.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { aclColumns } from './acl-columns.ts';
import { noScopeHint, scopeHelp } from './arguments.ts';
import { adviseOnMissing } from './missing.ts';

export const listAclsCommand = (source: ContextSource): Command =>
  verb('list-acls', 'List who may use a scope', [
    ['Who may change it', `servectl secrets list-acls llm --query "[?permission=='MANAGE'].principal"`],
  ])
    .argument('<scope>', scopeHelp)
    .action(
      action(source, async (context, scope: string) => {
        const client = await context.client();
        const items = await adviseOnMissing(
          client.secrets.listAcls(scope, { signal: context.signal }),
          noScopeHint,
        );
        await context.results.show(
          items,
          tableView(aclColumns, ({ principal }) => principal, `nobody was given scope ${scope}`),
        );
      }),
    );
