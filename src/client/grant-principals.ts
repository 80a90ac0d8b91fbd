import type { AccessControlRequest } from '#schemas/api/permissions.ts';
import { isApplicationId } from '#schemas/application-id.ts';
import { ServectlError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { CallOptions } from './call.ts';
import type { WorkspaceClient } from './workspace-client.ts';

/**
 * Grants as the API takes them. Its `service_principal_name` is an application id, which nobody knows by heart: a display
 * name there is looked up. An application id stays, and costs no request.
 *
 * @throws ServectlError `PRINCIPAL_NOT_FOUND` or `PRINCIPAL_AMBIGUOUS` for a name that stands for none, or for several
 * @throws ApiError where the workspace refuses to look
 */
export async function withApplicationIds(
  client: Pick<WorkspaceClient, 'servicePrincipals'>,
  grants: readonly AccessControlRequest[],
  call?: CallOptions,
): Promise<AccessControlRequest[]> {
  return Promise.all(
    grants.map(async (grant) => {
      const name = grant.service_principal_name;
      if (name === undefined || isApplicationId(name)) return grant;
      return { ...grant, service_principal_name: await applicationIdOf(client, name, call) };
    }),
  );
}

/**
 * The application id of the service principal of a display name.
 * @throws as `withApplicationIds` does
 */
export async function applicationIdOf(
  client: Pick<WorkspaceClient, 'servicePrincipals'>,
  name: string,
  call?: CallOptions,
): Promise<string> {
  return only(name, await client.servicePrincipals.named(name, call)).applicationId;
}

type Found = Awaited<ReturnType<WorkspaceClient['servicePrincipals']['named']>>;

function only(name: string, found: Found): Found[number] {
  const [first, ...others] = found;
  if (!first) {
    throw new ServectlError(
      'PRINCIPAL_NOT_FOUND',
      `there is no service principal called '${name}'`,
      ExitCode.notFound,
      { hint: 'give its display name as the workspace has it, or its application id' },
    );
  }
  if (others.length > 0) {
    const ids = found.map(({ applicationId }) => applicationId).join(', ');
    throw new ServectlError(
      'PRINCIPAL_AMBIGUOUS',
      `${found.length} service principals are called '${name}'`,
      ExitCode.usage,
      { hint: `give the application id of one: ${ids}` },
    );
  }
  return first;
}
