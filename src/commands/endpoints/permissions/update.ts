import type { Command } from 'commander';
import { orUnknown } from '../../shared/unanswered.ts';
import { action, verb, type ContextSource } from '../../shared/command.ts';
import { dryRunOption } from '../../shared/globals.ts';
import { grantOptions, readGrants, type GrantFlags } from './grants.ts';

export const updatePermissionsCommand = (source: ContextSource): Command =>
  grantOptions(
    verb('update', 'Grant permissions on an endpoint beside those there are', [
      ['Let a group ask', 'servectl endpoints permissions update chat --group data-science=CAN_QUERY'],
      [
        'A user and a service principal',
        'servectl endpoints permissions update chat --user ana@example.com=CAN_MANAGE --service-principal deployer=CAN_QUERY',
      ],
    ]).argument('<name>', 'name of the endpoint'),
  )
    .addOption(dryRunOption())
    .action(
      action(source, async (context, name: string, flags: GrantFlags) => {
        const grants = await readGrants(context, flags);
        const [client, { withApplicationIds }, { endpointId }, { permissionsView }] = await Promise.all([
          context.client(),
          import('../../../client/grant-principals.ts'),
          import('./endpoint-id.ts'),
          import('./view.ts'),
        ]);
        const id = await endpointId(context, name);
        const call = { signal: context.signal };
        const resolved = await withApplicationIds(client, grants, call);
        const now = await orUnknown(
          context,
          client.permissions.update(id, { access_control_list: resolved }, call),
          `the permissions of endpoint ${name} may have been changed`,
          `servectl endpoints permissions get ${name} tells`,
        );
        context.notes.info(`updated the permissions of endpoint ${name}`);
        await context.results.show(now, permissionsView);
      }),
    );
