import { Argument, type Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { dryRunOption } from '../shared/globals.ts';
import { showDone } from './done.ts';
import { adviseOnMissing } from './missing.ts';
import { noScopeHint, permissions, principalHelp, scopeHelp, type Permission } from './arguments.ts';

export const putAclCommand = (source: ContextSource): Command =>
  verb('put-acl', 'Let a user, group or service principal use a scope; replaces what it could do', [
    ['A group reads', 'servectl secrets put-acl llm data-science READ'],
  ])
    .argument('<scope>', scopeHelp)
    .argument('<principal>', principalHelp)
    .addArgument(new Argument('<permission>', 'what it may do').choices(permissions))
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, principal: string, permission: Permission) => {
        const client = await context.client();
        const body = { scope, principal, permission };
        const call = orUnknown(
          context,
          client.secrets.putAcl(body, { signal: context.signal }),
          `${principal} may have got ${permission} on scope ${scope}`,
          `servectl secrets list-acls ${scope} tells`,
        );
        await adviseOnMissing(call, noScopeHint);
        await showDone(context, `${principal} has ${permission} on scope ${scope}`, body, principal);
      }),
    );
