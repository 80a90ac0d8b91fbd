import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { keyHelp, scopeHelp } from './arguments.ts';
import { adviseOnMissing } from './missing.ts';

export const getCommand = (source: ContextSource): Command =>
  verb('get', 'Print the value of a secret', [
    ['Hand it to another program', 'servectl secrets get llm openai-api-key | pbcopy'],
    ['Exactly its bytes, into a file', 'servectl secrets get llm tls-key > key.pem'],
  ])
    .argument('<scope>', scopeHelp)
    .argument('<key>', keyHelp)
    .action(
      action(source, async (context, scope: string, key: string) => {
        const client = await context.client();
        const { value = '' } = await adviseOnMissing(
          client.secrets.get(scope, key, { signal: context.signal }),
          `servectl secrets list ${scope} shows its keys`,
        );
        const bytes = Buffer.from(value, 'base64');
        const { results, host } = context;
        if (results.format === 'table' && !results.queried) {
          await results.bytes(bytes);
          // A prompt after the value on the same line looks like a part of it; a pipe gets the bytes alone.
          if (host.stdout.isTTY) await results.text('\n');
          return;
        }
        const { toSecretValue } = await import('./secret-value.ts');
        const decoded = toSecretValue(bytes);
        const shown = 'string_value' in decoded ? { key, value: decoded.string_value } : { key, ...decoded };
        await results.show(shown, { human: () => [], names: () => [key] });
      }),
    );
