import { ConfigError } from '../errors.ts';
import { describeOrigin, type Setting } from './attributes.ts';
import { discoverTokenEndpoint } from './oauth-discovery.ts';
import type { Provider, ProviderServices } from './provider.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import { tokenCache } from './token-cache.ts';
import {
  authorizationOf,
  explainNoToken,
  requestToken,
  retryingTransport,
  tokenIn,
  type TokenRequest,
} from './token-request.ts';

/** OAuth between machines: a service principal's client id and secret are exchanged for tokens of an hour. */
export const oauthM2m: Provider = {
  name: 'oauth-m2m',
  needs: 'DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET',
  applicable: ({ settings }) => settings.has('client_id') && settings.has('client_secret'),
  create(config, services) {
    const client = clientOf(config);
    services.secrets?.add(client.secret.value);
    const retrying: ProviderServices = {
      ...services,
      openTransport: (origin) => retryingTransport(services, origin),
    };
    let endpoint: string | undefined;
    const cache = tokenCache(async (signal) => {
      try {
        // Kept once it is known, never while it is being asked for: whoever asks may leave, and would fail the next.
        endpoint ??= await discoverTokenEndpoint(config, retrying, signal);
        const token = await requestToken(tokenRequest(endpoint, client), retrying, signal);
        services.secrets?.add(token.value);
        return token;
      } catch (error) {
        if (signal.aborted) throw error;
        // It may have moved: the next token begins with a new discovery.
        endpoint = undefined;
        throw explainNoToken(error, config.host);
      }
    }, services.clock);
    return {
      name: 'oauth-m2m',
      headers: async (signal) => {
        return { authorization: authorizationOf(await cache.get(signal)) };
      },
      token: (signal) => cache.get(signal),
      invalidate: ({ authorization = '' }) => cache.forget(tokenIn(authorization)),
    };
  },
};

interface Client {
  readonly id: Setting;
  readonly secret: Setting;
  readonly scopes: string;
}

function clientOf({ settings }: ResolvedConfig): Client {
  const id = settings.get('client_id');
  const secret = settings.get('client_secret');
  if (!id || !secret) {
    throw new ConfigError(`auth type "oauth-m2m" needs ${id ? 'a client secret' : 'a client id'}`, {
      hint: 'set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or client_id and client_secret in the profile',
    });
  }
  const scopes =
    settings
      .get('scopes')
      ?.value.split(/[\s,]+/)
      .filter((scope) => scope !== '') ?? [];
  return { id, secret, scopes: scopes.length > 0 ? scopes.join(' ') : 'all-apis' };
}

const tokenRequest = (endpoint: string, client: Client): TokenRequest => ({
  endpoint,
  form: { grant_type: 'client_credentials', scope: client.scopes },
  authorization: basic(client),
  refused: (said) =>
    new ConfigError(`the OAuth client was refused (${said})`, {
      hint: `check the client id (${describeOrigin(client.id.origin)}) and its secret (${describeOrigin(client.secret.origin)}): the secret may be expired, or of another account`,
    }),
});

/** RFC 6749 §2.3.1: both parts are encoded as in a form before they are joined. */
function basic({ id, secret }: Client): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(id.value)}:${encode(secret.value)}`).toString('base64')}`;
}
