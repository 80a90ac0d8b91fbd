import { afterEach, describe, expect, it } from 'vitest';
import { dataPlaneCredentials } from '../../../src/auth/data-plane-credentials.ts';
import { oauthM2m } from '../../../src/auth/oauth-m2m.ts';
import type { Credentials, ProviderServices } from '../../../src/auth/provider.ts';
import { resolveConfig } from '../../../src/auth/resolve-config.ts';
import { selectCredentials } from '../../../src/auth/select-credentials.ts';
import { withAuth } from '../../../src/auth/with-auth.ts';
import { withDataPlane } from '../../../src/auth/with-data-plane.ts';
import { ConfigError, UnexpectedAnswerError } from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';
import { SecretRegistry } from '../../../src/http/secret-registry.ts';
import type { DataPlane, Transport } from '../../../src/http/transport.ts';
import { openHttpTransport } from '../../../src/http/undici-transport.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { startServer, type SeenRequest, type TestServer } from '../../helpers/http-server.ts';

const opened: Transport[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

function open(origin: string): Transport {
  const transport = openHttpTransport({ origin, userAgent: 'test' });
  opened.push(transport);
  return transport;
}

const details = '[{"type":"workspace_permission","object_path":"/serving-endpoints/1 & 2"}]';

type Answer = readonly [status: number, body: unknown];

/** A workspace whose token endpoint gives `control-N` for client credentials, and what `exchange` says for an exchange. */
function startWorkspace(
  exchange: (count: number) => Answer = (count) => [
    200,
    { access_token: `plane-${String(count)}`, token_type: 'Bearer', expires_in: 3600 },
  ],
): Promise<TestServer> {
  let controls = 0;
  let exchanges = 0;
  const respond = ({ path, body, headers }: SeenRequest): Answer => {
    const origin = `http://${headers.host ?? ''}`;
    if (path === '/.well-known/databricks-config') return [200, { oidc_endpoint: `${origin}/oidc` }];
    if (path.startsWith('/oidc/.well-known/')) return [200, { token_endpoint: `${origin}/oidc/v1/token` }];
    if (path === '/oidc/v1/token') {
      return body.includes('client_credentials')
        ? [200, { access_token: `control-${String(++controls)}`, expires_in: 3600 }]
        : exchange(++exchanges);
    }
    return [200, { from: 'workspace' }];
  };
  return startServer((request, response) => {
    const [status, body] = respond(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
}

const exchangesOf = (server: TestServer): readonly SeenRequest[] =>
  server.seen.filter(({ body }) => body.includes('jwt-bearer'));

function services(clock = fakeClock(), secrets = new SecretRegistry()): ProviderServices {
  return { clock, random: () => 0, openTransport: open, secrets };
}

async function credentialsFor(
  server: TestServer,
  env: Readonly<Record<string, string>> = { DATABRICKS_CLIENT_ID: 'c', DATABRICKS_CLIENT_SECRET: 'secret' },
  shared = services(),
): Promise<Credentials> {
  const config = await resolveConfig({
    env: { DATABRICKS_HOST: server.origin, ...env },
    home: '/',
    readFile: async () => undefined,
  });
  return selectCredentials(config, shared);
}

describe('credentials of a data plane', () => {
  it("are exchanged for the workspace's own, by the form of databricks-sdk-py", async () => {
    await using server = await startWorkspace();
    const own = dataPlaneCredentials(
      { host: server.origin, credentials: await credentialsFor(server), authorizationDetails: details },
      services(),
    );
    expect(await own.headers()).toEqual({ authorization: 'Bearer plane-1' });
    const [exchange] = exchangesOf(server);
    expect(exchange).toMatchObject({ method: 'POST', path: '/oidc/v1/token' });
    expect(exchange?.headers.authorization).toBeUndefined();
    expect([...new URLSearchParams(exchange?.body)]).toEqual([
      ['grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      ['authorization_details', details],
      ['assertion', 'control-1'],
    ]);
  });

  it('are kept until they expire, and fetched once however many ask', async () => {
    await using server = await startWorkspace();
    const clock = fakeClock();
    const shared = services(clock);
    const own = dataPlaneCredentials(
      {
        host: server.origin,
        credentials: await credentialsFor(server, undefined, shared),
        authorizationDetails: details,
      },
      shared,
    );
    await Promise.all(Array.from({ length: 20 }, () => own.headers()));
    await clock.sleep(3500_000);
    expect(await own.headers()).toEqual({ authorization: 'Bearer plane-1' });
    await clock.sleep(60_000);
    expect(await own.headers()).toEqual({ authorization: 'Bearer plane-2' });
    expect(exchangesOf(server)).toHaveLength(2);
  });

  it('are made of a new token of the workspace where it refuses the old one', async () => {
    await using server = await startWorkspace((count) =>
      count === 1
        ? [400, { error: 'invalid_grant', error_description: 'revoked' }]
        : [200, { access_token: 'plane', expires_in: '3600' }],
    );
    const own = dataPlaneCredentials(
      { host: server.origin, credentials: await credentialsFor(server), authorizationDetails: details },
      services(),
    );
    expect(await own.headers()).toEqual({ authorization: 'Bearer plane' });
    expect(exchangesOf(server).map(({ body }) => new URLSearchParams(body).get('assertion'))).toEqual([
      'control-1',
      'control-2',
    ]);
  });

  it('say what the workspace says where it refuses for good', async () => {
    await using server = await startWorkspace(() => [
      403,
      { error: 'access_denied', error_description: 'no CAN_QUERY' },
    ]);
    const own = dataPlaneCredentials(
      { host: server.origin, credentials: await credentialsFor(server), authorizationDetails: details },
      services(),
    );
    const error: unknown = await own.headers().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      exitCode: ExitCode.auth,
      message: 'the workspace gives no token for the route-optimised endpoint (access_denied: no CAN_QUERY)',
    });
    expect(exchangesOf(server)).toHaveLength(2);
  });

  it('cannot be had for a personal access token, which is not sent for nothing', async () => {
    await using server = await startWorkspace();
    const own = dataPlaneCredentials(
      {
        host: server.origin,
        credentials: await credentialsFor(server, { DATABRICKS_TOKEN: 'dapi0123' }),
        authorizationDetails: details,
      },
      services(),
    );
    await expect(own.headers()).rejects.toMatchObject({
      exitCode: ExitCode.auth,
      message: expect.stringContaining('a personal access token cannot be exchanged') as unknown,
      hint: expect.stringContaining('DATABRICKS_CLIENT_ID') as unknown,
    });
    expect(server.seen).toEqual([]);
  });

  it('can be had for an OAuth token that is kept where a personal one would be', async () => {
    await using server = await startWorkspace();
    const own = dataPlaneCredentials(
      {
        host: server.origin,
        credentials: await credentialsFor(server, { DATABRICKS_TOKEN: 'eyJhbGciOi.e30.sig' }),
        authorizationDetails: details,
      },
      services(),
    );
    expect(await own.headers()).toEqual({ authorization: 'Bearer plane-1' });
  });

  it('never show their token', async () => {
    await using server = await startWorkspace();
    const secrets = new SecretRegistry();
    const shared = services(fakeClock(), secrets);
    const own = dataPlaneCredentials(
      { host: server.origin, credentials: await credentialsFor(server), authorizationDetails: details },
      shared,
    );
    await own.headers();
    expect(secrets.scrub('got plane-1')).toBe('got [redacted]');
  });
});

describe('a transport with data planes', () => {
  async function connect(server: TestServer): Promise<Transport> {
    const shared = services();
    const credentials = await credentialsFor(server, undefined, shared);
    expect(credentials.name).toBe(oauthM2m.name);
    const workspace = { host: server.origin, credentials, openPlane: open };
    return withDataPlane(withAuth(open(server.origin), credentials), workspace, shared);
  }
  const ask = (transport: Transport, dataPlane?: DataPlane) =>
    transport.send({ method: 'POST', path: '/1/x', body: '{}', ...(dataPlane && { dataPlane }) });

  it("sends the endpoint's token to the endpoint, and the workspace's to the workspace alone", async () => {
    await using server = await startWorkspace();
    await using plane = await startServer((_, response) => void response.end('{}'));
    const transport = await connect(server);
    await ask(transport);
    await ask(transport, { origin: plane.origin, authorizationDetails: details });
    await ask(transport, { origin: plane.origin, authorizationDetails: details });
    expect(
      server.seen.filter(({ path }) => path === '/1/x').map(({ headers }) => headers.authorization),
    ).toEqual(['Bearer control-1']);
    expect(plane.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/1/x', 'Bearer plane-1'],
      ['/1/x', 'Bearer plane-1'],
    ]);
    expect(JSON.stringify(plane.seen)).not.toContain('control-1');
    expect(exchangesOf(server)).toHaveLength(1);
    await transport.close();
  });

  it('has a token for each endpoint, though they share an origin', async () => {
    await using server = await startWorkspace();
    await using plane = await startServer((_, response) => void response.end('{}'));
    const transport = await connect(server);
    await ask(transport, { origin: plane.origin, authorizationDetails: 'one' });
    await ask(transport, { origin: plane.origin, authorizationDetails: 'other' });
    expect(plane.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer plane-1',
      'Bearer plane-2',
    ]);
  });

  it('exchanges anew for a token that the endpoint refuses', async () => {
    await using server = await startWorkspace();
    await using plane = await startServer([
      (_, response) => void response.writeHead(401).end(),
      (_, response) => void response.end('{}'),
    ]);
    const transport = await connect(server);
    const { status } = await ask(transport, { origin: plane.origin, authorizationDetails: details });
    expect(status).toBe(200);
    expect(plane.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer plane-1',
      'Bearer plane-2',
    ]);
  });

  it.each(['http://endpoint.example.com', 'http://127.0.0.1:1'])(
    'sends no token to %s for a workspace on the network',
    async (origin) => {
      const credentials: Credentials = {
        name: 'oauth-m2m',
        headers: () => Promise.reject(new Error('no token was to be asked for')),
      };
      const transport = withDataPlane(
        open('https://workspace.example.com'),
        { host: 'https://workspace.example.com', credentials, openPlane: open },
        services(),
      );
      await expect(ask(transport, { origin, authorizationDetails: details })).rejects.toThrow(
        UnexpectedAnswerError,
      );
    },
  );
});
