import type { AccessControlRequest } from '#schemas/api/permissions.ts';
import type { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { ApiError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import { orUnknown } from '../../shared/unanswered.ts';
import { action, verb, type ContextSource } from '../../shared/command.ts';
import { dryRunOption } from '../../shared/globals.ts';
import { grantOptions, readGrants, type GrantFlags } from './grants.ts';

export const setPermissionsCommand = (source: ContextSource): Command =>
  grantOptions(
    verb('set', 'Replace all that was granted on an endpoint; your own CAN_MANAGE is kept', [
      [
        'You, and a group that may ask',
        'servectl endpoints permissions set chat --group data-science=CAN_QUERY',
      ],
      ['From a file', 'servectl endpoints permissions set chat -f permissions.yaml'],
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
        const complete = await withCaller(context, await withApplicationIds(client, grants, call));
        const now = await orUnknown(
          context,
          client.permissions.set(id, { access_control_list: [...complete] }, call),
          `the permissions of endpoint ${name} may have been changed`,
          `servectl endpoints permissions get ${name} tells`,
        );
        context.notes.info(`set the permissions of endpoint ${name}`);
        await context.results.show(now, permissionsView);
      }),
    );

/** Adds the caller as a manager, who else would lock themselves out: a set replaces their own grant too. */
async function withCaller(
  context: Context,
  grants: readonly AccessControlRequest[],
): Promise<readonly AccessControlRequest[]> {
  const client = await context.client();
  let userName: string | undefined;
  try {
    ({ userName } = await client.currentUser.me({ signal: context.signal }));
  } catch (error) {
    // A workspace may refuse to say. Any other failure is no answer, and must not cost the caller their grant.
    if (!isRefused(error)) throw error;
    context.notes.verbose(`asking who you are failed: ${error.message}`);
  }
  if (userName === undefined) {
    context.notes.warn(
      'the workspace does not say who you are: your own CAN_MANAGE is kept only if you granted it',
    );
    return grants;
  }
  // A service principal's user name is its application id.
  const field = userName.includes('@') ? 'user_name' : 'service_principal_name';
  const others = grants.filter((grant) => grant[field] !== userName);
  const own = grants.find((grant) => grant[field] === userName);
  if (own && own.permission_level !== 'CAN_MANAGE') {
    context.notes.warn(
      `you keep CAN_MANAGE: with ${own.permission_level ?? 'nothing'} you could not change it back`,
    );
  }
  return [...others, { [field]: userName, permission_level: 'CAN_MANAGE' }];
}

const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.exitCode === ExitCode.auth || error.exitCode === ExitCode.notFound);
