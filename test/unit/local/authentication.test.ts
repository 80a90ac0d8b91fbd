import { describe, expect, it } from 'vitest';
import type { RequestLogEntry } from '../../../src/local/options.ts';
import { localCaller, type LocalCaller } from '../../helpers/local.ts';
import { create, custom, endpoints } from '../../helpers/local-requests.ts';

const oauth = { clientId: 'client-1', clientSecret: 's:e cret&+%' };
const guarded = () => localCaller({ requireAuth: true, token: 'dapi-right', oauth });
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const list = (caller: LocalCaller, authorization?: string) =>
  caller.call('GET', endpoints, undefined, authorization === undefined ? {} : { authorization });

const askToken = (caller: LocalCaller, form: Readonly<Record<string, string>>, authorization?: string) =>
  caller.call('POST', '/oidc/v1/token', new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...(authorization !== undefined && { authorization }),
  });

const clientCredentials = { grant_type: 'client_credentials', scope: 'all-apis' };

async function accessToken(caller: LocalCaller): Promise<string> {
  const { json } = await askToken(caller, clientCredentials, basic(oauth.clientId, oauth.clientSecret));
  return (json as { access_token: string }).access_token;
}

describe('a workspace that asks for credentials', () => {
  it.each([
    ['the token as Bearer', 'Bearer dapi-right'],
    ['the scheme in lower case', 'bearer dapi-right'],
    ['the token as the password of the user `token`', basic('token', 'dapi-right')],
  ])('takes %s', async (_what, authorization) => {
    expect((await list(await guarded(), authorization)).status).toBe(200);
  });

  it.each([
    ['none', undefined],
    ['another user', basic('ada', 'dapi-right')],
    ['another scheme', 'Digest x'],
    ['no token', 'Bearer'],
  ])('answers 401 to %s', async (_what, authorization) => {
    const answer = await list(await guarded(), authorization);
    expect(answer).toMatchObject({ status: 401, json: { error_code: 'UNAUTHENTICATED' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each(['Bearer dapi-wrong', 'Bearer dapi-righ', basic('token', 'nope')])(
    'answers 403 to wrong ones (%s)',
    async (authorization) => {
      expect(await list(await guarded(), authorization)).toMatchObject({
        status: 403,
        json: { error_code: 'PERMISSION_DENIED', message: 'Invalid access token.' },
      });
    },
  );

  it('asks for them on every route but those by which they are got', async () => {
    const caller = await guarded();
    for (const path of ['/api/2.0/secrets/scopes/list', '/serving-endpoints/x/invocations', '/nope']) {
      expect((await caller.call('POST', path, {})).status).toBe(401);
    }
    for (const path of ['/.well-known/databricks-config', '/oidc/.well-known/oauth-authorization-server']) {
      expect((await caller.call('GET', path)).status).toBe(200);
    }
  });

  it('trusts a request from its own process', async () => {
    const { workspace } = await guarded();
    expect((await workspace.fetchTrusted(new Request(`http://workspace.test${endpoints}`))).status).toBe(200);
  });
});

describe('the OAuth documents', () => {
  it('lead to a token endpoint at the address by which the client came', async () => {
    const caller = await guarded();
    const config = await caller.call('GET', '/.well-known/databricks-config');
    expect(config.json).toMatchObject({
      oidc_endpoint: 'http://workspace.test/oidc',
      workspace_id: config.headers.get('x-databricks-org-id'),
      account_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      cloud: 'AWS',
    });
    const server = await caller.call('GET', '/oidc/.well-known/oauth-authorization-server');
    expect(server.json).toMatchObject({
      authorization_endpoint: 'http://workspace.test/oidc/v1/authorize',
      token_endpoint: 'http://workspace.test/oidc/v1/token',
    });
    expect((await caller.call('GET', '/oidc/v1/authorize')).json).toMatchObject({
      error: 'unsupported_response_type',
    });
  });
});

describe('client credentials', () => {
  it.each([
    ['by header, as databricks-sdk-py sends them', {}, basic(oauth.clientId, oauth.clientSecret)],
    ['by header, form-encoded as RFC 6749 says', {}, basic('client-1', 's%3Ae+cret%26%2B%25')],
    ['by form', { client_id: oauth.clientId, client_secret: oauth.clientSecret }, undefined],
  ])('%s are good for an hour', async (_how, form, authorization) => {
    const caller = await guarded();
    const answer = await askToken(caller, { ...clientCredentials, ...form }, authorization);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        access_token: expect.any(String) as unknown,
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'all-apis',
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bearer = `Bearer ${(answer.json as { access_token: string }).access_token}`;
    caller.clock.advance(3_599_999);
    expect((await list(caller, bearer)).status).toBe(200);
    caller.clock.advance(1);
    expect(await list(caller, bearer)).toMatchObject({
      status: 401,
      json: { message: 'The access token has expired.' },
    });
  });

  it('make their service principal the creator of what it creates', async () => {
    const caller = await guarded();
    const authorization = `Bearer ${await accessToken(caller)}`;
    const created = await caller.call('POST', endpoints, { name: 'mine' }, { authorization });
    expect(created.json).toMatchObject({ creator: 'client-1' });
    const { id } = created.json as { id: string };
    const permissions = await caller.call('GET', `/api/2.0/permissions/serving-endpoints/${id}`, undefined, {
      authorization,
    });
    expect(permissions.json).toMatchObject({
      access_control_list: [{ service_principal_name: 'client-1' }, {}],
    });
    const me = await caller.call('GET', '/api/2.0/preview/scim/v2/Me', undefined, { authorization });
    expect(me.json).toMatchObject({ userName: 'client-1', applicationId: 'client-1' });
  });

  it.each([
    ['a wrong secret', clientCredentials, basic('client-1', 'nope'), 401, 'invalid_client'],
    ['a wrong client', clientCredentials, basic('client-2', oauth.clientSecret), 401, 'invalid_client'],
    ['nothing', clientCredentials, undefined, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, undefined, 400, 'unsupported_grant_type'],
  ])('are refused with %s, in the form of OAuth', async (_what, form, authorization, status, error) => {
    expect(await askToken(await guarded(), form, authorization)).toMatchObject({ status, json: { error } });
  });

  it('are nobody where no client was set up', async () => {
    const caller = await localCaller({ requireAuth: true, token: 't' });
    expect((await askToken(caller, clientCredentials, basic('', ''))).status).toBe(401);
  });
});

describe('the exchange for a route-optimised endpoint', () => {
  const exchange = (caller: LocalCaller, assertion: string) =>
    askToken(caller, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
      authorization_details: '[]',
    });

  it('gives a token for a token', async () => {
    const caller = await guarded();
    const { json } = await exchange(caller, await accessToken(caller));
    const { access_token } = json as { access_token: string };
    expect((await list(caller, `Bearer ${access_token}`)).status).toBe(200);
  });

  it.each(['dapi-right', 'made-up', ''])('gives none for %j', async (assertion) => {
    expect(await exchange(await guarded(), assertion)).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
  });
});

describe('who am I', () => {
  it('is a user with the rights of an administrator', async () => {
    const caller = await localCaller();
    const answer = await caller.call('GET', '/api/2.0/preview/scim/v2/Me');
    expect(answer.json).toMatchObject({
      userName: 'local-user@localhost',
      groups: [{ display: 'users' }, { display: 'admins' }],
    });
    expect(answer.headers.get('x-databricks-org-id')).toMatch(/^\d{15}$/);
  });
});

describe('the request log', () => {
  it('tells what was asked and answered, but no secret, query or body', async () => {
    const entries: RequestLogEntry[] = [];
    const caller = await localCaller({
      requireAuth: true,
      token: 'dapi-right',
      onRequest: (entry) => entries.push(entry),
    });
    const headers = { authorization: 'Bearer dapi-right' };
    const put = { scope: 'llm', key: 'k', string_value: 'sk-very-secret' };
    await caller.call('POST', '/api/2.0/secrets/put?token=dapi-right', put, headers);
    await list(caller);
    await create({ ...caller, call: (m, p, b) => caller.call(m, p, b, headers) }, 'ranker', [custom('a')]);
    expect(entries.slice(0, 3)).toMatchObject([
      {
        method: 'POST',
        path: '/api/2.0/secrets/put',
        status: 404,
        errorCode: 'RESOURCE_DOES_NOT_EXIST',
        caller: 'local-user@localhost',
      },
      { method: 'GET', path: endpoints, status: 401, errorCode: 'UNAUTHENTICATED' },
      { method: 'POST', path: endpoints, status: 200 },
    ]);
    expect(entries[1]).not.toHaveProperty('caller');
    expect(JSON.stringify(entries)).not.toMatch(/dapi|sk-very/);
  });
});
