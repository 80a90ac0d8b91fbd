import { ConfigError, ConnectionError, UnexpectedAnswerError } from '../errors.ts';
import { readJson, readText } from '../http/body.ts';
import { decodeError } from '../http/decode-error.ts';
import { isObject, nonEmpty, parseJson } from '../http/json-values.ts';
import { withRetry } from '../http/retry.ts';
import type { HttpRequest, HttpResponse } from '../http/transport.ts';
import { describeOrigin, type Setting } from './attributes.ts';
import { discoverTokenEndpoint } from './oauth-discovery.ts';
import type { Provider, ProviderServices } from './provider.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import { tokenCache, type Token } from './token-cache.ts';

/** OAuth between machines: a service principal's client id and secret are exchanged for tokens of an hour. */
export const oauthM2m: Provider = {
  name: 'oauth-m2m',
  needs: 'DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET',
  applicable: ({ settings }) => settings.has('client_id') && settings.has('client_secret'),
  create(config, services) {
    const client = clientOf(config);
    services.secrets?.add(client.secret.value);
    const retrying: ProviderServices = { ...services, openTransport: (origin) => retry(services, origin) };
    let endpoint: string | undefined;
    const cache = tokenCache(async (signal) => {
      try {
        // Kept once it is known, never while it is being asked for: whoever asks may leave, and would fail the next.
        endpoint ??= await discoverTokenEndpoint(config, retrying, signal);
        const token = await fetchToken(endpoint, client, retrying, signal);
        services.secrets?.add(token.value);
        return token;
      } catch (error) {
        if (signal.aborted) throw error;
        // It may have moved: the next token begins with a new discovery.
        endpoint = undefined;
        throw explain(error, config.host);
      }
    }, services.clock);
    return {
      name: 'oauth-m2m',
      headers: async (signal) => {
        return { authorization: authorizationOf(await cache.get(signal)) };
      },
      invalidate: ({ authorization = '' }) =>
        cache.forget(authorization.slice(authorization.indexOf(' ') + 1)),
    };
  },
};

/** The scheme's name has no case (RFC 6750), which not every gateway knows: `bearer` is what many token endpoints say. */
const authorizationOf = ({ type, value }: Token): string =>
  `${/^bearer$/i.test(type) ? 'Bearer' : type} ${value}`;

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

/** Asking for a token changes nothing, so that it is retried as a read is; for a minute at most. */
const retry = ({ openTransport, clock, random }: ProviderServices, origin: string) =>
  withRetry(openTransport(origin), { clock, random, budgetMs: 60_000 });

async function fetchToken(
  endpoint: string,
  client: Client,
  { openTransport, clock }: ProviderServices,
  signal: AbortSignal,
): Promise<Token> {
  const { origin, pathname, search } = new URL(endpoint);
  const transport = openTransport(origin);
  try {
    const request: HttpRequest = {
      method: 'POST',
      path: `${pathname}${search}`,
      headers: {
        accept: 'application/json',
        authorization: basic(client),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: client.scopes }).toString(),
      retry: 'read',
      timeouts: { inactivity: 30_000, total: 60_000 },
      signal,
    };
    const response = await transport.send(request);
    if (response.status !== 200) throw await refusal(request, response, client);
    return parseToken(await readJson(response, { maxBytes: 1024 * 1024 }), clock.now());
  } finally {
    await transport.close();
  }
}

/** RFC 6749 §2.3.1: both parts are encoded as in a form before they are joined. */
function basic({ id, secret }: Client): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(id.value)}:${encode(secret.value)}`).toString('base64')}`;
}

function parseToken(answer: unknown, now: number): Token {
  const fields = isObject(answer) ? answer : {};
  const value = nonEmpty(fields['access_token']);
  if (value === undefined)
    throw new UnexpectedAnswerError('the token endpoint answered without an access_token');
  // A number by the standard; some servers send it as a string.
  const seconds = Number(fields['expires_in']);
  return {
    type: nonEmpty(fields['token_type']) ?? 'Bearer',
    value,
    ...(fields['expires_in'] !== undefined && Number.isFinite(seconds)
      ? { expiresAt: now + seconds * 1000 }
      : {}),
  };
}

async function refusal(request: HttpRequest, response: HttpResponse, client: Client): Promise<Error> {
  const text = await readText(response, { maxBytes: 1024 * 1024 });
  const body = parseJson(text);
  const error = isObject(body) ? nonEmpty(body['error']) : undefined;
  if (![400, 401, 403].includes(response.status)) return decodeError(request, response, text);
  const description = isObject(body) ? nonEmpty(body['error_description']) : undefined;
  const said =
    [error, description].filter(Boolean).join(': ') || decodeError(request, response, text).message;
  return new ConfigError(`the OAuth client was refused (${said})`, {
    hint: `check the client id (${describeOrigin(client.id.origin)}) and its secret (${describeOrigin(client.secret.origin)}): the secret may be expired, or of another account`,
  });
}

/** That no token could be had, and why. Not retried any more: that has been done. */
function explain(error: unknown, host: string): unknown {
  if (!(error instanceof ConnectionError)) return error;
  const { code, message, hint, exitCode } = error;
  return new ConnectionError(code, `cannot get a token for ${host}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
    exitCode,
    retryable: false,
    ambiguous: false,
  });
}
