import { attributeList, type Origin } from './auth/attributes.ts';
import { dataPlaneCredentials } from './auth/data-plane-credentials.ts';
import type { Credentials } from './auth/provider.ts';
import type { Token } from './auth/token-cache.ts';
import type { WorkspaceCredentials } from './context.ts';
import { databricksAccess } from './databricks-access.ts';
import { ConfigError } from './errors.ts';
import type { TransportSurroundings } from './transport-surroundings.ts';

/**
 * The credentials of a Databricks workspace, for handing on.
 * @throws ConfigError where no workspace or no usable credentials are configured
 */
export async function workspaceCredentials(
  profile: string | undefined,
  surroundings: TransportSurroundings,
): Promise<WorkspaceCredentials> {
  const { config, credentials, services } = await databricksAccess(profile, surroundings);
  const { host, settings, workspaceId } = config;
  const [origin] = attributeList
    .filter(({ family }) => family !== undefined)
    .flatMap(({ key }) => settings.get(key)?.origin ?? []);
  return {
    host,
    ...(workspaceId === undefined ? {} : { workspaceId }),
    method: credentials.name,
    ...(origin === undefined ? {} : fromProfile(origin)),
    token: async (plane, signal) => {
      if (plane === undefined) return tokenOf(credentials, signal);
      const { authorizationDetails } = plane;
      return tokenOf(dataPlaneCredentials({ host, credentials, authorizationDetails }, services), signal);
    },
  };
}

const fromProfile = (origin: Origin): { profile?: string } =>
  origin.kind === 'profile' ? { profile: origin.profile } : {};

function tokenOf(credentials: Credentials, signal: AbortSignal | undefined): Promise<Token> {
  if (credentials.token) return credentials.token(signal);
  throw new ConfigError(`credentials of the method "${credentials.name}" have no token to hand on`);
}
