import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { dryRunOption } from '../shared/globals.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { keyHelp, scopeHelp } from './arguments.ts';
import { showDone } from './done.ts';
import { adviseOnMissing } from './missing.ts';
import type { SecretSource } from './secret-value.ts';

export const putCommand = (source: ContextSource): Command =>
  verb('put', 'Store a secret; one of the same key is overwritten', [
    ['Type the value where nobody sees it', 'servectl secrets put llm openai-api-key'],
    ['From another program', 'pass show openai | servectl secrets put llm openai-api-key'],
    [
      'From the environment of a pipeline',
      'servectl secrets put llm openai-api-key --from-env OPENAI_API_KEY',
    ],
  ])
    .alias('put-secret')
    .argument('<scope>', scopeHelp)
    .argument('<key>', keyHelp)
    .option('--from-env <variable>', 'take the value of this environment variable')
    .option('--from-file <file>', "take the file's exact bytes; - is stdin, byte for byte")
    .option('--string-value <value>', 'the value itself; others can see it in the process list')
    .option('--keep-newline', 'keep a newline at the end of what stdin gives')
    .addOption(dryRunOption())
    .action(
      action(source, async (context, scope: string, key: string, flags: SecretSource) => {
        const { readSecretValue } = await import('./secret-value.ts');
        const value = await readSecretValue(context, flags);
        const client = await context.client();
        await adviseOnMissing(
          orUnknown(
            context,
            client.secrets.put({ scope, key, ...value }, { signal: context.signal }),
            `secret ${scope}/${key} may have been stored`,
            `servectl secrets list ${scope} tells when it last was; putting it again does no harm`,
          ),
          `make the scope first: servectl secrets create-scope ${scope}`,
        );
        await showDone(context, `stored secret ${scope}/${key}`, { scope, key }, key);
        await hintReference(context, scope, key);
      }),
    );

async function hintReference(context: Context, scope: string, key: string): Promise<void> {
  const { parseSecretReference } = await import('#schemas/secret-reference.ts');
  const reference = `{{secrets/${scope}/${key}}}`;
  if (parseSecretReference(reference).ok) context.notes.hint(`refer to it as ${reference}`);
  else context.notes.warn(`no manifest can refer to ${scope}/${key}: ${reference} is no secret reference`);
}
