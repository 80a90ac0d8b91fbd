import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { timeoutOption } from '../shared/duration.ts';
import { dryRunOption } from '../shared/globals.ts';
import { orUnknown } from '../shared/unanswered.ts';
import { onEndpoint } from './near-names.ts';
import type { WaitFlags } from './wait-for.ts';

export const startCommand = (source: ContextSource): Command =>
  verb('start', 'Start a stopped endpoint and wait until it serves', [
    ['And wait', 'servectl endpoints start fraud'],
    ['Without waiting', 'servectl endpoints start fraud --no-wait'],
  ])
    .argument('<name>', 'name of the endpoint, which serves custom models')
    .option('--no-wait', 'return as soon as the start is under way')
    .addOption(timeoutOption())
    .addOption(dryRunOption())
    .action(
      action(source, async (context, name: string, flags: WaitFlags) => {
        const client = await context.client();
        const call = client.endpoints.start(name, { signal: context.signal });
        await orUnknown(
          context,
          onEndpoint(context, name, call),
          `endpoint ${name} may have been started`,
          `servectl endpoints get ${name} tells`,
        );
        if (context.globals.dryRun) return;
        context.notes.info(`endpoint ${name} is starting`);
        const [{ showAfter }, { phaseOf }] = await Promise.all([
          import('./show-after.ts'),
          import('../../client/endpoint-phase.ts'),
        ]);
        await showAfter(context, name, flags, { isCurrent: (endpoint) => phaseOf(endpoint) !== 'stopped' });
      }),
    );
