import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { showLog } from './logs.ts';
import { onEndpoint } from './near-names.ts';

export const buildLogsCommand = (source: ContextSource): Command =>
  verb('build-logs', 'Print the log of the container build of a served model', [
    ['Of the only served entity', 'servectl endpoints build-logs fraud'],
    ['Of one of several', 'servectl endpoints build-logs fraud fraud-3'],
  ])
    .argument('<name>', 'name of the endpoint')
    .argument('[served]', 'name of the served entity; not needed where there is one')
    .action(
      action(source, async (context, name: string, served: string | undefined) => {
        const [client, { chooseEntity }] = await Promise.all([
          context.client(),
          import('./choose-entity.ts'),
        ]);
        const call = { signal: context.signal };
        const endpoint = await onEndpoint(context, name, client.endpoints.get(name, call));
        const entity = chooseEntity(endpoint, served, 'build-logs');
        await showLog(context, await client.endpoints.buildLogs(name, entity, call));
      }),
    );
