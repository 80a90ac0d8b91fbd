import { Option, type Command } from 'commander';

export type { RouteFlags } from '../../../shared/choose-invoker.ts';

/** Which way the request takes to the model. */
export const addRouteOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--via <api>', 'ask as the clients of this API do')
        .choices(['openai'])
        .conflicts('servedEntity'),
    )
    .option('--served-entity <name>', 'ask this served entity, past the traffic split');
