import type { Command } from 'commander';
import { tableView } from '../../output/view.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { aclColumns } from './acl-columns.ts';
import { principalHelp, scopeHelp } from './arguments.ts';
import { adviseOnMissing } from './missing.ts';

export const getAclCommand = (source: ContextSource): Command =>
  verb('get-acl', 'Show what one principal may do with a scope', [
    ['The permission alone', 'servectl secrets get-acl llm data-science --query permission'],
  ])
    .argument('<scope>', scopeHelp)
    .argument('<principal>', principalHelp)
    .action(
      action(source, async (context, scope: string, principal: string) => {
        const client = await context.client();
        const item = await adviseOnMissing(
          client.secrets.getAcl(scope, principal, { signal: context.signal }),
          `servectl secrets list-acls ${scope} shows who may use it`,
        );
        const rows = tableView(aclColumns, (row) => row.principal, '');
        await context.results.show(item, {
          human: (one, look) => rows.human([one], look),
          names: (one) => [one.principal],
        });
      }),
    );
