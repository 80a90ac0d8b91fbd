import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { ignoreNotFoundHelp, keyHelp, scopeHelp, type DeleteFlags } from './arguments.ts';
import { deleteConfirmed } from './delete-confirmed.ts';

export const deleteCommand = (source: ContextSource): Command =>
  verb('delete', 'Delete a secret', [
    ['Without being asked', 'servectl secrets delete llm openai-api-key --yes'],
  ])
    .alias('delete-secret')
    .argument('<scope>', scopeHelp)
    .argument('<key>', keyHelp)
    .option('--ignore-not-found', ignoreNotFoundHelp)
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, key: string, flags: DeleteFlags) => {
        await deleteConfirmed(context, flags, {
          what: `secret ${scope}/${key}`,
          name: key,
          deleted: { scope, key },
          look: `servectl secrets list ${scope}`,
          hint: `servectl secrets list ${scope} shows its keys`,
          send: async () => (await context.client()).secrets.delete(scope, key, { signal: context.signal }),
        });
      }),
    );
