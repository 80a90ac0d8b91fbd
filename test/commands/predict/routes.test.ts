import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { startLocalWorkspace, type RunningLocalWorkspace } from '../../../src/local-entry.ts';
import { json, startServer, text, type SeenRequest } from '../../helpers/http-server.ts';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { authorityPath, signed } from '../../helpers/tls.ts';

const predict = (...rest: readonly string[]): readonly string[] => ['endpoints', 'predict', ...rest];

const chat = (content: string): string => JSON.stringify({ messages: [{ role: 'user', content }] });
const ping = chat('ping');
const pingPong = chat('ping pong');

describe('a route-optimised endpoint over HTTP', () => {
  let workspace: RunningLocalWorkspace;
  const seen: string[] = [];

  beforeAll(async () => {
    workspace = await startLocalWorkspace({
      onRequest: ({ method, path }) => seen.push(`${method} ${path}`),
    });
    await createWorkspaceClient(workspace.transport).endpoints.create({
      name: 'fast',
      route_optimized: true,
      config: {
        served_entities: [
          { name: 'one', entity_name: 'local-echo', entity_version: '1', scale_to_zero_enabled: true },
        ],
      },
    });
  });
  afterAll(() => workspace.stop());

  it('is asked with a token of its own, by a service principal', async () => {
    const { code, stdout, stderr } = await run(
      predict('fast', '--data', ping, '--via', 'data-plane', '--debug'),
      {
        env: workspace.oauthEnv,
      },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ping\n' });
    expect(stderr).toContain('grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer');
    const shown = [...stderr.matchAll(/(?:"access_token":"|assertion=)([^"&\s]*)/g)].map(
      ([, token]) => token,
    );
    expect(shown).toEqual(['[redacted]', '[redacted]', '[redacted]']);
    expect(seen.slice(-3)).toEqual([
      'GET /api/2.0/serving-endpoints/fast',
      'POST /oidc/v1/token',
      'POST /serving-endpoints/fast/invocations',
    ]);
  });

  it('streams there, too', async () => {
    const argv = predict('fast', '--data', pingPong, '--stream', '--via', 'data-plane');
    expect(await run(argv, { env: workspace.oauthEnv })).toMatchObject({ code: 0, stdout: 'ping pong\n' });
  });

  it('cannot be asked so with a personal access token', async () => {
    const { code, stdout, stderr } = await run(predict('fast', '--data', ping, '--via', 'data-plane'), {
      env: workspace.env,
    });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('error: a route-optimised endpoint takes OAuth alone');
    expect(stderr).toContain('hint: set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET');
  });

  it('is what --via data-plane is for', async () => {
    const { code, stderr } = await run(predict('local-echo', '-m', 'ping', '--via', 'data-plane'), {
      env: workspace.oauthEnv,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("error: endpoint 'local-echo' is not route-optimised");
  });
});

describe('a served entity', () => {
  it('that is not there is told with those that are', async () => {
    const { code, stderr } = await run(predict('local-echo', '-m', 'hi', '--served-entity', 'local-ecco'), {
      target: 'local::memory:',
    });
    expect(code).toBe(5);
    expect(stderr).toContain(
      "error: endpoint 'local-echo' serves no entity 'local-ecco'; it serves local-echo\n",
    );
    expect(stderr).toContain('hint: did you mean local-echo?\n');
  });
});

describe('--via openai', () => {
  it.each([
    [['-m', 'hi'], '/serving-endpoints/chat/completions'],
    [['--prompt', 'hi'], '/serving-endpoints/completions'],
    [['--data', '{"input":"hi","dimensions":8}'], '/serving-endpoints/embeddings'],
    [['--data', '{"input":"hi"}', '--stream'], '/serving-endpoints/responses'],
  ])('asks on the path that %j calls for', async (flags, path) => {
    const reply = answer(200, { choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] });
    const transport = scriptedTransport(({ method }) =>
      method === 'GET' ? answer(200, { name: 'chat', task: 'llm/v1/chat' }) : reply,
    );
    await run(predict('chat', '--via', 'openai', ...flags), { transport });
    const sent = transport.requests.at(-1);
    expect(sent?.path).toBe(path);
    expect(JSON.parse(String(sent?.body))).toMatchObject({ model: 'chat' });
  });

  it('lets the task decide where it is known', async () => {
    const transport = scriptedTransport(({ method }) =>
      method === 'GET'
        ? answer(200, { name: 'agent', task: 'agent/v1/responses' })
        : answer(200, { output: [{ type: 'message', content: [{ type: 'output_text', text: 'yes' }] }] }),
    );
    const { stdout } = await run(predict('agent', '--via', 'openai', '-m', 'hi'), { transport });
    expect(stdout).toBe('yes\n');
    expect(transport.requests.at(-1)?.path).toBe('/serving-endpoints/responses');
  });
});

/** An app as LangChain's documentation has one: it takes a prompt and stop texts, and answers with a string. */
const llm = ({ body }: SeenRequest): unknown => {
  const { prompt, stop = [] } = JSON.parse(body) as { prompt: string; stop?: readonly string[] };
  return `${prompt} until ${stop.join(',')}`;
};

describe("an app on a cluster's driver", () => {
  const workspaceOf = (origin: string) => ({ DATABRICKS_HOST: origin, DATABRICKS_TOKEN: 'dapi0123' });

  it("is asked with the workspace's credentials, and its text is printed", async () => {
    await using server = await startServer((request, response, socket) =>
      json(200, llm(request))(request, response, socket),
    );
    const { code, stdout } = await run(
      predict(...'--cluster-id 0923-1 --driver-port 7777 --prompt hi --stop . --stop !'.split(' ')),
      { env: workspaceOf(server.origin) },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hi until .,!\n' });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      path: '/driver-proxy-api/o/0/0923-1/7777',
      headers: { authorization: 'Bearer dapi0123' },
    });
  });

  it('is asked over TLS with a certificate authority of its own', async () => {
    await using server = await startServer(text(200, 'plain words'), { tls: signed });
    const argv = predict(...'--cluster-id 0923-1 --driver-port 7777 --prompt hi'.split(' '));
    const env = workspaceOf(server.origin);
    expect(await run(argv, { env: { ...env, REQUESTS_CA_BUNDLE: authorityPath } })).toMatchObject({
      code: 0,
      stdout: 'plain words\n',
    });
    const untrusted = await run(argv, { env });
    expect(untrusted.code).toBe(1);
    expect(untrusted.stderr).toContain('is not trusted');
  });

  it('has paths of its own, and workspaces that share a host', async () => {
    await using server = await startServer(json(200, { choices: [{ message: { content: 'ok' } }] }));
    const flags = '--cluster-id c --driver-port 3000 --driver-path /v1/chat/completions --org-id 17 -m hi';
    const { stdout } = await run(predict(...flags.split(' ')), { env: workspaceOf(server.origin) });
    expect(stdout).toBe('ok\n');
    expect(server.seen[0]?.path).toBe('/driver-proxy-api/o/17/c/3000/v1/chat/completions');
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ messages: [{ role: 'user', content: 'hi' }] });
  });

  it('is tried again where it is busy', async () => {
    await using server = await startServer([json(429, {}), json(200, 'at last')]);
    const { stdout } = await run(predict(...'--cluster-id c --driver-port 3000 --prompt hi'.split(' ')), {
      env: workspaceOf(server.origin),
    });
    expect(stdout).toBe('at last\n');
  });

  it('is asked on this machine by its port alone, with no credentials', async () => {
    await using server = await startServer((request, response, socket) =>
      json(200, llm(request))(request, response, socket),
    );
    const { code, stdout } = await run(
      predict('--driver-port', String(server.port), '--prompt', 'hi', '--stop', '.'),
      { env: workspaceOf('https://dbc.example.com') },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hi until .\n' });
    expect(server.seen).toMatchObject([{ path: '/', body: '{"prompt":"hi","stop":["."]}' }]);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['--prompt hi', 'error: nothing to ask is named', '--cluster-id ID --driver-port PORT'],
    [
      'chat --driver-port 7777 --prompt hi',
      "error: both an endpoint, 'chat', and the port of an app",
      'leave out chat',
    ],
    ['--cluster-id c --prompt hi', 'error: --cluster-id needs the port of the app', 'add --driver-port PORT'],
    ['chat --driver-path /v1 --prompt hi', 'error: --driver-path needs the port of the app', ''],
    ['--driver-port 7777 --org-id 1 --prompt hi', 'error: --org-id needs a cluster', 'add --cluster-id ID'],
    [
      '--driver-port 0 --prompt hi',
      "error: --driver-port does not take '0'",
      'from 1 to 65535; Databricks documents 3000 to 8000',
    ],
    ['--driver-port 65536 --prompt hi', "error: --driver-port does not take '65536'", ''],
    ['--driver-port 7e3 --prompt hi', "error: --driver-port does not take '7e3'", ''],
    [
      '--driver-port 7777 --driver-path v1 --prompt hi',
      "error: --driver-path does not take 'v1'",
      'begins with a slash',
    ],
    ['--driver-port 7777 --driver-path /../x --prompt hi', "error: --driver-path does not take '/../x'", ''],
    ['--driver-port 7777 --driver-path //evil.example --prompt hi', 'error: --driver-path does not take', ''],
    [
      '--driver-port 7777 --via openai --prompt hi',
      "error: option '--driver-port <port>' cannot be used",
      '',
    ],
  ])('is named whole, and by itself: %s', async (flags, message, hint) => {
    const { code, stdout, stderr } = await run(predict(...flags.split(' ')));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});
