import { ConfigError } from '../errors.ts';
import type { Credentials, ProviderServices } from './provider.ts';
import { type Token, tokenCache } from './token-cache.ts';
import {
  authorizationOf,
  explainNoToken,
  requestToken,
  retryingTransport,
  tokenIn,
} from './token-request.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export interface DataPlaneGrant {
  /** The workspace, which gives out the tokens. */
  readonly host: string;
  /** What authenticates at the workspace. */
  readonly credentials: Credentials;
  /** As the workspace said them of the endpoint; they say what the token is good for. */
  readonly authorizationDetails: string;
}

/**
 * Credentials for one route-optimised endpoint: the workspace's own token is exchanged at the workspace for one that is
 * good for that endpoint alone, and only the latter is ever sent to it. As databricks-sdk-py does it (`data_plane.py`).
 */
export function dataPlaneCredentials(grant: DataPlaneGrant, services: ProviderServices): Credentials {
  const { host, credentials } = grant;
  const retrying: ProviderServices = {
    ...services,
    openTransport: (origin) => retryingTransport(services, origin),
  };
  const cache = tokenCache(async (signal) => {
    try {
      const token = await exchange(grant, retrying, signal);
      services.secrets?.add(token.value);
      return token;
    } catch (error) {
      throw signal.aborted ? error : explainNoToken(error, host);
    }
  }, services.clock);
  return {
    name: credentials.name,
    headers: async (signal) => {
      return { authorization: authorizationOf(await cache.get(signal)) };
    },
    token: (signal) => cache.get(signal),
    invalidate: ({ authorization = '' }) => cache.forget(tokenIn(authorization)),
  };
}

async function exchange(
  grant: DataPlaneGrant,
  services: ProviderServices,
  signal: AbortSignal,
): Promise<Token> {
  const { credentials } = grant;
  const signature = await credentials.headers(signal);
  try {
    return await exchangeOnce(grant, signature, services, signal);
  } catch (error) {
    // The workspace may have revoked the token that this one is made of: a new one gets one try.
    if (!(error instanceof ConfigError) || !credentials.invalidate) throw error;
    credentials.invalidate(signature);
    return await exchangeOnce(grant, await credentials.headers(signal), services, signal);
  }
}

async function exchangeOnce(
  { host, credentials, authorizationDetails }: DataPlaneGrant,
  { authorization = '' }: Readonly<Record<string, string>>,
  services: ProviderServices,
  signal: AbortSignal,
): Promise<Token> {
  const assertion = /^bearer /i.test(authorization) ? tokenIn(authorization) : undefined;
  if (assertion === undefined || isPersonal(assertion)) throw notExchangeable();
  return requestToken(
    {
      endpoint: `${host}/oidc/v1/token`,
      form: { grant_type: jwtBearer, authorization_details: authorizationDetails, assertion },
      refused: (said) =>
        // Some people keep an OAuth token in DATABRICKS_TOKEN: only the workspace knows what it is.
        credentials.name === 'pat'
          ? notExchangeable(said)
          : new ConfigError(`the workspace gives no token for the route-optimised endpoint (${said})`, {
              hint: 'the service principal needs the permission CAN_QUERY on the endpoint',
            }),
    },
    services,
    signal,
  );
}

/** Personal access tokens begin so; OAuth tokens are JWTs. */
const isPersonal = (token: string): boolean => token.startsWith('dapi');

const notExchangeable = (said?: string): ConfigError =>
  new ConfigError(
    `a route-optimised endpoint takes OAuth alone: a personal access token cannot be exchanged for a token of its own${said === undefined ? '' : ` (${said})`}`,
    {
      hint: 'set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET of a service principal that may query it, in place of DATABRICKS_TOKEN',
    },
  );
