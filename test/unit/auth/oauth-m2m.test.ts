import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveConfig } from '../../../src/auth/resolve-config.ts';
import { selectCredentials } from '../../../src/auth/select-credentials.ts';
import type { Credentials } from '../../../src/auth/provider.ts';
import { withAuth } from '../../../src/auth/with-auth.ts';
import { SecretRegistry } from '../../../src/http/secret-registry.ts';
import { openHttpTransport } from '../../../src/http/undici-transport.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { cut, startServer, type SeenRequest, type Step, type TestServer } from '../../helpers/http-server.ts';

const opened: Transport[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

function open(origin: string): Transport {
  const transport = openHttpTransport({ origin, userAgent: 'test' });
  opened.push(transport);
  return transport;
}

type Route = (
  request: SeenRequest,
  count: number,
) => { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> } | Step;

/** A workspace with an `/oidc`; routes replace its own. */
function startWorkspace(routes: Readonly<Record<string, Route>> = {}): Promise<TestServer> {
  const counts = new Map<string, number>();
  return startServer(async (request, response, socket) => {
    const path = request.path.replace(/\?.*/, '');
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    const origin = `http://${request.headers.host ?? ''}`;
    const own: Readonly<Record<string, Route>> = {
      '/.well-known/databricks-config': () => ({ body: { oidc_endpoint: `${origin}/oidc` } }),
      '/oidc/.well-known/oauth-authorization-server': () => ({
        body: { token_endpoint: `${origin}/oidc/v1/token` },
      }),
      '/oidc/v1/token': () => ({
        body: { access_token: `token-${String(count)}`, token_type: 'Bearer', expires_in: 3600 },
      }),
      '/api': () => ({ body: {} }),
    };
    const answer = (routes[path] ?? own[path])?.(request, count) ?? { status: 404 };
    if (typeof answer === 'function') return answer(request, response, socket);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  });
}

async function credentialsFor(
  server: TestServer,
  env: Record<string, string> = {},
  clock = fakeClock(),
  secrets = new SecretRegistry(),
): Promise<Credentials> {
  const config = await resolveConfig({
    env: {
      DATABRICKS_HOST: server.origin,
      DATABRICKS_CLIENT_ID: 'my-client',
      DATABRICKS_CLIENT_SECRET: 'my-secret',
      ...env,
    },
    home: '/',
    readFile: async () => undefined,
  });
  return selectCredentials(config, { clock, random: () => 0, openTransport: open, secrets });
}

const paths = (server: TestServer): string[] => server.seen.map(({ path }) => path);

describe('OAuth between machines', () => {
  it('finds the token endpoint and asks it for a token', async () => {
    await using server = await startWorkspace();
    const credentials = await credentialsFor(server);
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-1' });
    expect(paths(server)).toEqual([
      '/.well-known/databricks-config',
      '/oidc/.well-known/oauth-authorization-server',
      '/oidc/v1/token',
    ]);
    const [config, metadata, token] = server.seen;
    expect(config?.headers.authorization).toBeUndefined();
    expect(metadata?.headers.authorization).toBeUndefined();
    expect(token).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials&scope=all-apis',
      headers: {
        authorization: `Basic ${Buffer.from('my-client:my-secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
  });

  it('sends nothing before the first request needs it', async () => {
    await using server = await startWorkspace();
    await credentialsFor(server);
    expect(server.seen).toEqual([]);
  });

  it('encodes an id and secret with any characters', async () => {
    await using server = await startWorkspace();
    const secret = 'a+b/c:d%e f&gü';
    await (await credentialsFor(server, { DATABRICKS_CLIENT_SECRET: secret })).headers();
    const sent = Buffer.from(
      server.seen.at(-1)?.headers.authorization?.split(' ')[1] ?? '',
      'base64',
    ).toString();
    const [id, encoded = ''] = sent.split(':');
    expect(id).toBe('my-client');
    expect(new URLSearchParams(`s=${encoded}`).get('s')).toBe(secret);
  });

  it('asks for the scopes of a profile', async () => {
    await using server = await startWorkspace();
    const config = await resolveConfig({
      env: {},
      home: '/',
      readFile: async () => `[DEFAULT]\nhost=${server.origin}\nclient_id=i\nclient_secret=s\nscopes=a, b`,
    });
    await selectCredentials(config, { clock: fakeClock(), random: () => 0, openTransport: open }).headers();
    expect(server.seen.at(-1)?.body).toBe('grant_type=client_credentials&scope=a+b');
  });

  it('does not fail one who asks because another, who asked before, has left', async () => {
    const unanswered: Step = () => undefined;
    await using server = await startWorkspace({
      '/.well-known/databricks-config': (_, count) => (count === 1 ? unanswered : { status: 404 }),
    });
    const credentials = await credentialsFor(server);
    const controller = new AbortController();
    const left = credentials.headers(controller.signal);
    await vi.waitFor(() => expect(server.seen).not.toHaveLength(0));
    controller.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-1' });
  });

  it('writes Bearer with a capital, whatever the token endpoint calls it', async () => {
    await using server = await startWorkspace({
      '/oidc/v1/token': () => ({ body: { access_token: 't', token_type: 'bearer' } }),
    });
    expect(await (await credentialsFor(server)).headers()).toEqual({ authorization: 'Bearer t' });
  });

  it('asks once for a hundred requests at a time', async () => {
    await using server = await startWorkspace();
    const credentials = await credentialsFor(server);
    const all = await Promise.all(Array.from({ length: 100 }, () => credentials.headers()));
    expect(new Set(all.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token-1']));
    expect(server.seen).toHaveLength(3);
  });

  it('keeps the token until a minute before it expires', async () => {
    await using server = await startWorkspace();
    const clock = fakeClock();
    const credentials = await credentialsFor(server, {}, clock);
    await credentials.headers();
    await clock.sleep(3600_000 - 60_001);
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-1' });
    await clock.sleep(1);
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-2' });
    // The endpoint is known by now.
    expect(paths(server).slice(3)).toEqual(['/oidc/v1/token']);
  });

  it('takes an expires_in that is a string', async () => {
    await using server = await startWorkspace({
      '/oidc/v1/token': (_, count) => ({
        body: { access_token: `t${String(count)}`, token_type: 'Bearer', expires_in: '120' },
      }),
    });
    const clock = fakeClock();
    const credentials = await credentialsFor(server, {}, clock);
    await credentials.headers();
    await clock.sleep(59_999);
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer t1' });
    await clock.sleep(1);
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer t2' });
  });

  it.each<[string, Route]>([
    ['does not know', () => ({ status: 404 })],
    ['answers a page for', () => (_, response) => void response.end('<html>')],
    ['closes the connection at', () => cut],
    ['says nothing usable at', () => ({ body: { oidc_endpoint: '{account_id}' } })],
  ])('falls back to the own /oidc of a host that %s databricks-config', async (_, route) => {
    await using server = await startWorkspace({ '/.well-known/databricks-config': route });
    await expect((await credentialsFor(server)).headers()).resolves.toEqual({
      authorization: 'Bearer token-1',
    });
  });

  it('puts the account into the endpoint that wants it', async () => {
    await using server = await startWorkspace({
      '/.well-known/databricks-config': ({ headers }) => ({
        body: { oidc_endpoint: `http://${headers.host ?? ''}/oidc/accounts/{account_id}`, account_id: 'acc' },
      }),
      '/oidc/accounts/acc/.well-known/oauth-authorization-server': ({ headers }) => ({
        body: { token_endpoint: `http://${headers.host ?? ''}/oidc/v1/token` },
      }),
    });
    await (await credentialsFor(server)).headers();
    expect(paths(server)[1]).toBe('/oidc/accounts/acc/.well-known/oauth-authorization-server');
  });

  it('asks the discovery URL that the user names, on another origin', async () => {
    await using issuer = await startWorkspace();
    await using server = await startWorkspace();
    const credentials = await credentialsFor(server, {
      DATABRICKS_DISCOVERY_URL: `${issuer.origin}/oidc/.well-known/oauth-authorization-server`,
    });
    await credentials.headers();
    expect(paths(issuer)).toEqual(['/oidc/.well-known/oauth-authorization-server', '/oidc/v1/token']);
    expect(server.seen).toEqual([]);
  });

  it.each(['oidc_endpoint', 'token_endpoint'])(
    'sends no secret to a stranger that %s names',
    async (field) => {
      await using stranger = await startWorkspace();
      await using server = await startWorkspace(
        field === 'oidc_endpoint'
          ? {
              '/.well-known/databricks-config': () => ({
                body: { oidc_endpoint: `${stranger.origin}/oidc` },
              }),
            }
          : {
              '/oidc/.well-known/oauth-authorization-server': () => ({
                body: { token_endpoint: `${stranger.origin}/oidc/v1/token` },
              }),
            },
      );
      await expect((await credentialsFor(server)).headers()).rejects.toMatchObject({
        name: 'ConfigError',
        exitCode: 4,
        message: expect.stringContaining(stranger.origin) as string,
      });
      expect(stranger.seen).toEqual([]);
    },
  );

  it('says that a host has no OAuth', async () => {
    await using server = await startWorkspace({
      '/oidc/.well-known/oauth-authorization-server': () => ({ status: 404 }),
    });
    await expect((await credentialsFor(server)).headers()).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('offers no OAuth') as string,
    });
  });

  it('says why the client was refused, without its secret, and asks only once', async () => {
    await using server = await startWorkspace({
      '/oidc/v1/token': () => ({
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client authentication failed' },
      }),
    });
    const error: unknown = await (await credentialsFor(server)).headers().catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: 'ConfigError',
      exitCode: 4,
      message: 'the OAuth client was refused (invalid_client: Client authentication failed)',
      hint: expect.stringContaining('DATABRICKS_CLIENT_SECRET') as string,
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('my-secret');
    expect(paths(server).filter((path) => path === '/oidc/v1/token')).toHaveLength(1);
  });

  it.each<[string, Route]>([
    ['503', (_, count) => (count === 1 ? { status: 503 } : { body: { access_token: 't', expires_in: 60 } })],
    [
      '429',
      (_, count) =>
        count === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { body: { access_token: 't' } },
    ],
    ['a cut', (_, count) => (count === 1 ? cut : { body: { access_token: 't', token_type: 'Bearer' } })],
  ])('asks again after %s', async (_, route) => {
    await using server = await startWorkspace({ '/oidc/v1/token': route });
    await expect((await credentialsFor(server)).headers()).resolves.toEqual({ authorization: 'Bearer t' });
  });

  it('reports a token endpoint that is down once, as not to be tried again', async () => {
    await using server = await startWorkspace({ '/oidc/v1/token': () => cut });
    await expect((await credentialsFor(server)).headers()).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('cannot get a token') as string,
      retryable: false,
      ambiguous: false,
    });
  });

  it('tries again with the next request after a failure', async () => {
    await using server = await startWorkspace({
      '/oidc/v1/token': (_, count) =>
        count === 1 ? { status: 400, body: { error: 'invalid_request' } } : { body: { access_token: 't' } },
    });
    const credentials = await credentialsFor(server);
    await expect(credentials.headers()).rejects.toThrow('invalid_request');
    await expect(credentials.headers()).resolves.toEqual({ authorization: 'Bearer t' });
  });

  it('answers without a token with a clear error', async () => {
    await using server = await startWorkspace({
      '/oidc/v1/token': () => ({ body: { token_type: 'Bearer' } }),
    });
    await expect((await credentialsFor(server)).headers()).rejects.toThrow('without an access_token');
  });

  it('registers the secret and each token as secrets', async () => {
    await using server = await startWorkspace();
    const secrets = new SecretRegistry();
    await (await credentialsFor(server, {}, fakeClock(), secrets)).headers();
    expect(secrets.scrub('my-secret token-1 else')).toBe('[redacted] [redacted] else');
  });
});

describe('withAuth', () => {
  const protectedBy = (
    accepts: (authorization: string | undefined) => boolean,
  ): Readonly<Record<string, Route>> => ({
    '/api': ({ headers }) => ({ status: accepts(headers.authorization) ? 200 : 401, body: {} }),
  });

  it('renews a token that is refused, and asks once more', async () => {
    await using server = await startWorkspace(protectedBy((value) => value === 'Bearer token-2'));
    const transport = withAuth(open(server.origin), await credentialsFor(server));
    const response = await transport.send({ method: 'POST', path: '/api', body: '{"a":1}' });
    expect(response.status).toBe(200);
    expect(server.seen.filter(({ path }) => path === '/api').map(({ body }) => body)).toEqual([
      '{"a":1}',
      '{"a":1}',
    ]);
  });

  it('renews a token once for all requests that were refused with it', async () => {
    await using server = await startWorkspace(protectedBy((value) => value === 'Bearer token-2'));
    const transport = withAuth(open(server.origin), await credentialsFor(server));
    const sent = Array.from({ length: 20 }, () => transport.send({ method: 'GET', path: '/api' }));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(paths(server).filter((path) => path === '/oidc/v1/token')).toHaveLength(2);
  });

  it('asks no third time', async () => {
    await using server = await startWorkspace(protectedBy(() => false));
    const transport = withAuth(open(server.origin), await credentialsFor(server));
    expect((await transport.send({ method: 'GET', path: '/api' })).status).toBe(401);
    expect(server.seen.filter(({ path }) => path === '/api')).toHaveLength(2);
  });

  it('does not ask again with a token that cannot be renewed', async () => {
    await using server = await startWorkspace(protectedBy(() => false));
    const env = { DATABRICKS_CLIENT_ID: '', DATABRICKS_CLIENT_SECRET: '', DATABRICKS_TOKEN: 'dapi1' };
    const transport = withAuth(open(server.origin), await credentialsFor(server, env));
    expect((await transport.send({ method: 'GET', path: '/api' })).status).toBe(401);
    expect(server.seen).toHaveLength(1);
  });

  it('names the workspace where several share a host', async () => {
    await using server = await startWorkspace();
    const transport = withAuth(open(server.origin), await credentialsFor(server), { workspaceId: '42' });
    await transport.send({ method: 'GET', path: '/api', headers: { accept: 'x' } });
    expect(server.seen.at(-1)?.headers).toMatchObject({ 'x-databricks-workspace-id': '42', accept: 'x' });
  });
});
