import type { Command } from 'commander';
import { action, verb, type ContextSource } from '../shared/command.ts';
import { timeoutOption } from '../shared/duration.ts';
import { onEndpoint } from './near-names.ts';
import type { WaitFlags } from './wait-for.ts';

interface Flags extends Pick<WaitFlags, 'timeout'> {
  readonly ready?: boolean;
}

export const waitCommand = (source: ContextSource): Command =>
  verb('wait', 'Wait until the deployment of an endpoint has ended', [
    ['After a create or an update with --no-wait', 'servectl endpoints wait chat'],
    ['Until it serves, for half an hour at most', 'servectl endpoints wait chat --ready --timeout 30m'],
  ])
    .argument('<name>', 'name of the endpoint')
    .option('--ready', 'wait further, until the endpoint serves')
    .addOption(timeoutOption())
    .action(
      action(source, async (context, name: string, flags: Flags) => {
        const [{ waitFor }, { endpointView }] = await Promise.all([
          import('./wait-for.ts'),
          import('./endpoint-view.ts'),
        ]);
        const until = flags.ready ? 'ready' : 'settled';
        const endpoint = await onEndpoint(context, name, waitFor(context, name, flags, { until }));
        await context.results.show(endpoint, endpointView);
      }),
    );
