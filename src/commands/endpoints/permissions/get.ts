import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../../shared/command.ts';

export const getPermissionsCommand = (source: ContextSource): Command =>
  verb('get', 'Show who may do what with an endpoint', [
    ['By the name of the endpoint', 'servectl endpoints permissions get chat'],
  ])
    .argument('<name>', 'name of the endpoint')
    .action(
      action(source, async (context, name: string) => {
        const [client, { endpointId }, { permissionsView }] = await Promise.all([
          context.client(),
          import('./endpoint-id.ts'),
          import('./view.ts'),
        ]);
        const id = await endpointId(context, name);
        await context.results.show(
          await client.permissions.get(id, { signal: context.signal }),
          permissionsView,
        );
      }),
    );
