import { ConfigError, ConnectionError, UnexpectedAnswerError } from '../errors.ts';
import { discard, readJson, readText } from '../http/body.ts';
import { decodeError } from '../http/decode-error.ts';
import { isObject, nonEmpty, type JsonObject } from '../http/json-values.ts';
import type { HttpRequest } from '../http/transport.ts';
import { describeOrigin } from './attributes.ts';
import type { ProviderServices } from './provider.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import { isPrivateChannel, isTrustedSite } from './trusted-site.ts';

const metadataPath = '/.well-known/oauth-authorization-server';

type Services = Pick<ProviderServices, 'openTransport'>;

/**
 * Where the workspace gives out tokens. Asked for, in this order: the `discovery_url` of the configuration; what the
 * workspace names as `oidc_endpoint` under `/.well-known/databricks-config`; its own `/oidc`. The first two are optional
 * on the server's side, and the second failing is no error.
 *
 * @throws ConfigError where the host has no OAuth, or names an endpoint that a client secret must not go to
 */
export async function discoverTokenEndpoint(
  config: ResolvedConfig,
  services: Services,
  signal: AbortSignal,
): Promise<string> {
  const { url, trusted } = await authorizationServer(config, services, signal);
  const metadata = await fetchMetadata(url, services, signal);
  const endpoint = nonEmpty(metadata['token_endpoint']);
  if (endpoint === undefined) {
    throw new UnexpectedAnswerError(`${url} names no token_endpoint`, {
      hint: 'check the host (DATABRICKS_HOST, or the profile)',
    });
  }
  // Whoever names the discovery URL by hand may use an identity provider of another site.
  if (!isPrivateChannel(endpoint) || !(trusted ? true : isTrustedSite(endpoint, config.host))) {
    throw untrusted(endpoint, config.host);
  }
  return endpoint;
}

interface AuthorizationServer {
  readonly url: string;
  /** True where the user named it. */
  readonly trusted: boolean;
}

async function authorizationServer(
  config: ResolvedConfig,
  services: Services,
  signal: AbortSignal,
): Promise<AuthorizationServer> {
  const explicit = config.settings.get('discovery_url');
  if (explicit) {
    if (isPrivateChannel(explicit.value)) return { url: explicit.value, trusted: true };
    throw new ConfigError(`the discovery URL from ${describeOrigin(explicit.origin)} is not an https URL`);
  }
  const issuer = await statedIssuer(config, services, signal);
  if (issuer === undefined) return { url: `${config.host}/oidc${metadataPath}`, trusted: false };
  if (!isTrustedSite(issuer, config.host)) throw untrusted(issuer, config.host);
  return { url: `${issuer.replace(/\/+$/, '')}${metadataPath}`, trusted: false };
}

/** What the host says of itself; undefined where it says nothing, or nothing usable, within 5 s. */
async function statedIssuer(
  config: ResolvedConfig,
  services: Services,
  signal: AbortSignal,
): Promise<string | undefined> {
  const transport = services.openTransport(config.host);
  try {
    const response = await transport.send({
      ...get('/.well-known/databricks-config', signal),
      retry: 'never',
      timeouts: { connect: 5000, inactivity: 5000 },
    });
    if (response.status !== 200) {
      await discard(response);
      return undefined;
    }
    const document = await readJson(response, { maxBytes: 1024 * 1024 });
    const issuer = isObject(document) ? nonEmpty(document['oidc_endpoint']) : undefined;
    if (issuer?.includes('{account_id}') !== true) return issuer;
    const accountId = config.accountId ?? (isObject(document) ? nonEmpty(document['account_id']) : undefined);
    return accountId === undefined
      ? undefined
      : issuer.replaceAll('{account_id}', encodeURIComponent(accountId));
  } catch (error) {
    // An unreachable host is found out about by the request that follows, with retries.
    if (error instanceof ConnectionError || error instanceof UnexpectedAnswerError) return undefined;
    throw error;
  } finally {
    await transport.close();
  }
}

async function fetchMetadata(url: string, services: Services, signal: AbortSignal): Promise<JsonObject> {
  const { origin, pathname, search, host } = new URL(url);
  const transport = services.openTransport(origin);
  try {
    const request = get(`${pathname}${search}`, signal);
    const response = await transport.send(request);
    if (response.status === 404) {
      await discard(response);
      throw new ConfigError(`${host} offers no OAuth: it has no ${pathname}`, {
        hint: 'check that the host is a Databricks workspace; with a token set DATABRICKS_TOKEN in place of the client id and secret',
      });
    }
    if (response.status !== 200)
      throw decodeError(request, response, await readText(response, { maxBytes: 1024 * 1024 }));
    const document = await readJson(response, { maxBytes: 1024 * 1024 });
    return isObject(document) ? document : {};
  } finally {
    await transport.close();
  }
}

const get = (path: string, signal: AbortSignal): HttpRequest => ({
  method: 'GET',
  path,
  headers: { accept: 'application/json' },
  signal,
});

const untrusted = (endpoint: string, host: string): ConfigError =>
  new ConfigError(
    `${host} names ${URL.canParse(endpoint) ? new URL(endpoint).origin : 'something that is no URL'} as the place to send the client secret to, which is of another site or unencrypted`,
    { hint: 'if that is right, name its metadata document yourself with DATABRICKS_DISCOVERY_URL' },
  );
