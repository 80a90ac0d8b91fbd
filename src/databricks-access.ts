import type { Credentials, ProviderServices } from './auth/provider.ts';
import { type ResolvedConfig, resolveConfig } from './auth/resolve-config.ts';
import { selectCredentials } from './auth/select-credentials.ts';
import type { Transport } from './http/transport.ts';
import { openHttpTransport } from './http/undici-transport.ts';
import { userAgent } from './http/user-agent.ts';
import { traced, type TransportSurroundings } from './transport-surroundings.ts';
import { version } from './version.ts';
import { readIfThere } from './workspace-address.ts';

/** Where a Databricks workspace is, and what opens it. */
export interface DatabricksAccess {
  readonly config: ResolvedConfig;
  readonly credentials: Credentials;
  readonly services: ProviderServices;
  /** A transport without credentials. */
  readonly open: (origin: string, authType?: string) => Transport;
}

/**
 * What is configured of the workspace; nothing is asked of it.
 * @throws ConfigError where no workspace or no usable credentials are configured
 */
export async function databricksAccess(
  profile: string | undefined,
  surroundings: TransportSurroundings,
): Promise<DatabricksAccess> {
  const { host, env, secrets } = surroundings;
  const config = await resolveConfig({
    env,
    home: host.home,
    readFile: readIfThere,
    ...(profile === undefined ? {} : { profile }),
  });
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
  return { config, credentials: selectCredentials(config, services), services, open };
}
