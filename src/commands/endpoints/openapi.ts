import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { onEndpoint } from './near-names.ts';

export const openapiCommand = (source: ContextSource): Command =>
  verb('openapi', 'Print the OpenAPI document of what an endpoint can be asked', [
    ['To a file', 'servectl endpoints openapi chat > chat.openapi.json'],
    ['As YAML', 'servectl endpoints openapi chat -o yaml'],
  ])
    .argument('<name>', 'name of the endpoint')
    .action(
      action(source, async (context, name: string) => {
        const client = await context.client();
        const document = await onEndpoint(
          context,
          name,
          client.endpoints.openapi(name, { signal: context.signal }),
        );
        await context.results.show(document, {
          human: (value) => [{ kind: 'text', text: JSON.stringify(value, null, 2) }],
          names: () => [name],
        });
      }),
    );
