import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { ignoreNotFoundHelp, principalHelp, scopeHelp, type DeleteFlags } from './arguments.ts';
import { deleteConfirmed } from './delete-confirmed.ts';

export const deleteAclCommand = (source: ContextSource): Command =>
  verb('delete-acl', 'Take a scope away from a user, group or service principal', [
    ['Without being asked', 'servectl secrets delete-acl llm data-science --yes'],
  ])
    .argument('<scope>', scopeHelp)
    .argument('<principal>', principalHelp)
    .option('--ignore-not-found', ignoreNotFoundHelp)
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, principal: string, flags: DeleteFlags) => {
        await deleteConfirmed(context, flags, {
          what: `permission of ${principal} on scope ${scope}`,
          name: principal,
          deleted: { scope, principal },
          look: `servectl secrets list-acls ${scope}`,
          hint: `servectl secrets list-acls ${scope} shows who may use it`,
          send: async () =>
            (await context.client()).secrets.deleteAcl(scope, principal, { signal: context.signal }),
        });
      }),
    );
