import type { Context } from 'hono';
import type { LocalApp, LocalEnvironment } from '../http/app.ts';
import { originOf } from '../http/body.ts';
import { readBytes } from '../invocations/read-body.ts';
import type { ControlServices } from '../services.ts';
import { basicCredentials, hashOf, issueToken, sameSecret, tokenLifetime } from './tokens.ts';

type RequestContext = Context<LocalEnvironment>;

const largestForm = 64 * 1024;
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * The documents by which clients find the token endpoint, and the endpoint itself: client credentials for the workspace, and the
 * exchange of such a token for one of a route-optimised endpoint. None of these asks for credentials of the workspace.
 */
export function mountOidc(app: LocalApp, services: ControlServices): void {
  const { workspaceId } = services.store.meta;

  app.get('/.well-known/databricks-config', (c) =>
    c.json({
      oidc_endpoint: `${originOf(c)}/oidc`,
      account_id: accountId(workspaceId),
      workspace_id: workspaceId,
      host_type: 'workspace',
      cloud: 'AWS',
    }),
  );

  app.get('/oidc/.well-known/oauth-authorization-server', (c) => {
    const base = `${originOf(c)}/oidc`;
    return c.json({
      issuer: base,
      authorization_endpoint: `${base}/v1/authorize`,
      token_endpoint: `${base}/v1/token`,
      scopes_supported: ['all-apis'],
      response_types_supported: [],
      grant_types_supported: ['client_credentials', jwtBearer],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });

  // The metadata must name this endpoint (RFC 8414), and clients insist on it; nobody can log in here interactively.
  app.get('/oidc/v1/authorize', (c) =>
    refuse(c, 400, 'unsupported_response_type', 'a local workspace has no interactive login'),
  );

  app.post('/oidc/v1/token', async (c) => {
    const bytes = await readBytes(c.req.raw, largestForm);
    const form = new URLSearchParams(Buffer.from(bytes).toString());
    switch (form.get('grant_type')) {
      case 'client_credentials':
        return clientCredentials(c, services, form);
      case jwtBearer:
        return exchange(c, services, form);
      default:
        return refuse(
          c,
          400,
          'unsupported_grant_type',
          `grant_type must be client_credentials or ${jwtBearer}`,
        );
    }
  });
}

function clientCredentials(
  c: RequestContext,
  { options, store, now }: ControlServices,
  form: URLSearchParams,
) {
  const given = clientOf(c.req.header('authorization'), form);
  const expected = options.oauth;
  const id = expected && given.some(({ user }) => sameSecret(user, expected.clientId));
  const secret = expected && given.some(({ password }) => sameSecret(password, expected.clientSecret));
  if (!id || !secret) return refuse(c, 401, 'invalid_client', 'client authentication failed');
  return granted(c, issueToken(store, expected.clientId, now()), form.get('scope') ?? 'all-apis');
}

/**
 * By header or by form (RFC 6749 §2.3.1). In the header each part should be form-encoded; some clients do so, databricks-sdk-py
 * does not: both readings are tried.
 */
function clientOf(header: string | undefined, form: URLSearchParams) {
  const basic = basicCredentials(header);
  if (!basic) return [{ user: form.get('client_id') ?? '', password: form.get('client_secret') ?? '' }];
  return [basic, { user: formDecoded(basic.user), password: formDecoded(basic.password) }];
}

function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

/** A control-plane token for one that carries `authorization_details` (databricks-sdk-py, data_plane.py). */
function exchange(c: RequestContext, { store, now }: ControlServices, form: URLSearchParams) {
  const issued = store.tokens.get(hashOf(form.get('assertion') ?? ''));
  if (!issued || issued.expiresAt <= now()) {
    return refuse(c, 400, 'invalid_grant', 'the assertion is not a valid access token of this workspace');
  }
  return granted(c, issueToken(store, issued.subject, now()), 'all-apis');
}

function granted(c: RequestContext, access_token: string, scope: string) {
  c.header('Cache-Control', 'no-store');
  return c.json({ access_token, token_type: 'Bearer', expires_in: tokenLifetime, scope });
}

/** OAuth has an error form of its own (RFC 6749 §5.2). */
function refuse(c: RequestContext, status: 400 | 401, error: string, error_description: string) {
  if (status === 401) c.header('WWW-Authenticate', 'Basic realm="servectl"');
  return c.json({ error, error_description }, status);
}

/** Account ids are UUIDs; a workspace has one, and keeps it. */
function accountId(workspaceId: string): string {
  const digits = workspaceId.padStart(12, '0').slice(-12);
  return `00000000-0000-4000-8000-${digits}`;
}
