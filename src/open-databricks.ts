import { resolveConfig } from './auth/resolve-config.ts';
import { selectCredentials } from './auth/select-credentials.ts';
import { withAuth } from './auth/with-auth.ts';
import { withDataPlane } from './auth/with-data-plane.ts';
import type { ProviderServices } from './auth/provider.ts';
import type { Transport } from './http/transport.ts';
import { openHttpTransport } from './http/undici-transport.ts';
import { userAgent } from './http/user-agent.ts';
import { deferWasmOptimization } from './http/wasm-budget.ts';
import { retried, traced, type TransportSurroundings } from './transport-surroundings.ts';
import { version } from './version.ts';
import { readIfThere } from './workspace-address.ts';

/**
 * A Databricks workspace over HTTP: retries around credentials around the trace, so that each attempt is seen, and
 * signed anew.
 * @throws ConfigError where no workspace or no usable credentials are configured
 */
export async function openDatabricks(
  profile: string | undefined,
  surroundings: TransportSurroundings,
): Promise<Transport> {
  const { host, env, secrets } = surroundings;
  const config = await resolveConfig({
    env,
    home: host.home,
    readFile: readIfThere,
    ...(profile === undefined ? {} : { profile }),
  });
  if (surroundings.shortRun === true) deferWasmOptimization(host.nodeVersion);

  const open = (origin: string, authType?: string): Transport => {
    const agent = userAgent({
      version,
      nodeVersion: host.nodeVersion,
      platform: host.platform,
      env,
      ...(authType === undefined ? {} : { authType }),
    });
    return traced(openHttpTransport({ origin, env, userAgent: agent }), surroundings);
  };
  const services: ProviderServices = {
    clock: host.clock,
    random: () => host.random(),
    openTransport: open,
    secrets,
  };
  const credentials = selectCredentials(config, services);
  const { workspaceId } = config;
  const signed = withAuth(
    open(config.host, credentials.name),
    credentials,
    workspaceId === undefined ? {} : { workspaceId },
  );
  const routed = withDataPlane(
    signed,
    { host: config.host, credentials, openPlane: (origin) => open(origin, credentials.name) },
    services,
  );
  return retried(routed, surroundings);
}
