import type { Command } from 'commander';
import { noun, type ContextSource } from '../shared/command.ts';
import { buildLogsCommand } from './build-logs.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { envCommand } from './env.ts';
import { exportCommand } from './export.ts';
import { getCommand } from './get.ts';
import { listCommand } from './list.ts';
import { logsCommand } from './logs.ts';
import { metricsCommand } from './metrics.ts';
import { openapiCommand } from './openapi.ts';
import { predictCommand } from './predict.ts';
import { permissionsCommand } from './permissions/permissions.ts';
import { startCommand } from './start.ts';
import { stopCommand } from './stop.ts';
import { updateCommand } from './update.ts';
import { waitCommand } from './wait.ts';

export const endpointsCommand = (source: ContextSource): Command =>
  noun(
    'endpoints',
    'Model-serving endpoints: create, ask, change, watch and delete them',
    [
      createCommand,
      listCommand,
      getCommand,
      updateCommand,
      deleteCommand,
      exportCommand,
      predictCommand,
      waitCommand,
      startCommand,
      stopCommand,
      logsCommand,
      buildLogsCommand,
      metricsCommand,
      openapiCommand,
      permissionsCommand,
      envCommand,
    ].map((make) => make(source)),
    [
      ['What there is', 'servectl endpoints list'],
      ['Create one from a file', 'servectl endpoints create -f chat.yaml'],
      ['Ask it', 'servectl endpoints predict chat --message hello'],
    ],
  );
