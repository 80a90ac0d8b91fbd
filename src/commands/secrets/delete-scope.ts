import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { ignoreNotFoundHelp, noScopeHint, scopeHelp, type DeleteFlags } from './arguments.ts';
import { deleteConfirmed } from './delete-confirmed.ts';

export const deleteScopeCommand = (source: ContextSource): Command =>
  verb('delete-scope', 'Delete a scope, its secrets and its permissions', [
    ['In a pipeline', 'servectl secrets delete-scope llm --yes --ignore-not-found'],
  ])
    .argument('<scope>', scopeHelp)
    .option('--ignore-not-found', ignoreNotFoundHelp)
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, flags: DeleteFlags) => {
        await deleteConfirmed(context, flags, {
          what: `scope ${scope}`,
          besides: () => secretsIn(context, scope),
          name: scope,
          deleted: { scope },
          look: 'servectl secrets list-scopes',
          hint: noScopeHint,
          send: async () => (await context.client()).secrets.deleteScope(scope, { signal: context.signal }),
        });
      }),
    );

/** What the user would lose with the scope. */
async function secretsIn(context: Context, scope: string): Promise<string> {
  const client = await context.client();
  const keys = (await client.secrets.list(scope, { signal: context.signal })).map(({ key }) => key);
  if (keys.length === 0) return ', which holds no secrets';
  const named = keys.slice(0, 5).join(', ') + (keys.length > 5 ? ', …' : '');
  return ` and the ${keys.length === 1 ? 'secret' : `${keys.length} secrets`} in it (${named})`;
}
