import { withAuth } from './auth/with-auth.ts';
import { withDataPlane } from './auth/with-data-plane.ts';
import { databricksAccess } from './databricks-access.ts';
import type { Transport } from './http/transport.ts';
import { retried, type TransportSurroundings } from './transport-surroundings.ts';

/**
 * A Databricks workspace over HTTP: retries around credentials around the trace, so that each attempt is seen, and
 * signed anew.
 * @throws ConfigError where no workspace or no usable credentials are configured
 */
export async function openDatabricks(
  profile: string | undefined,
  surroundings: TransportSurroundings,
): Promise<Transport> {
  const { config, credentials, services, open } = await databricksAccess(profile, surroundings);
  const { host, workspaceId } = config;
  const signed = withAuth(
    open(host, credentials.name),
    credentials,
    workspaceId === undefined ? {} : { workspaceId },
  );
  const routed = withDataPlane(
    signed,
    { host, credentials, openPlane: (origin) => open(origin, credentials.name) },
    services,
  );
  return retried(routed, surroundings);
}
