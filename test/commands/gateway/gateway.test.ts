import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type GatewayKind } from '../../helpers/gateway.ts';
import type { TestServer } from '../../helpers/http-server.ts';
import { run, type RunOptions } from '../../helpers/run.ts';

const kinds: readonly GatewayKind[] = ['standalone', 'tracking-server'];

/** Asks without a look at the endpoint. */
const pingPong = '{"messages":[{"role":"user","content":"ping pong"}]}';

describe.each(kinds)('a gateway as target: %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startGateway(kind);
  });
  afterAll(() => server.close());

  const on = (argv: string | readonly string[], options: RunOptions = {}) =>
    run(argv, { target: server.origin, ...options });
  const suffix = kind === 'standalone' ? '' : '/mlflow';

  it('is listed with task, model, address and limit', async () => {
    const { code, stdout, stderr } = await on('endpoints list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .replaceAll(server.origin, 'http://gw')
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines[0]).toEqual(['NAME', 'TASK', 'MODEL', 'URL', 'LIMIT']);
    if (kind === 'standalone') {
      expect(lines).toContainEqual([
        'chat',
        'llm/v1/chat',
        'openai/local-echo',
        'http://gw/gateway/chat/invocations',
      ]);
      expect(lines).toContainEqual([
        'limited',
        'llm/v1/chat',
        'openai/local-echo',
        'http://gw/gateway/limited/invocations',
        '1 per minute',
      ]);
    } else {
      expect(lines).toContainEqual([
        'chat',
        'openai/local-echo',
        'http://gw/gateway/chat/mlflow/invocations',
      ]);
    }
  });

  it('lists as JSON what the gateway says, and as names what to type', async () => {
    const listed = JSON.parse((await on('endpoints list -o json')).stdout) as { name: string }[];
    const [first] = listed;
    expect(first).toMatchObject(
      kind === 'standalone'
        ? { endpoint_url: '/gateway/chat/invocations' }
        : { model_mappings: [{ weight: 1 }] },
    );
    const { stdout } = await on('endpoints list -o name');
    expect(stdout.trim().split('\n')).toEqual(listed.map(({ name }) => name));
  });

  it('shows one endpoint, for people and as JSON', async () => {
    const { stdout } = await on('endpoints get chat');
    expect(stdout).toContain('Model  openai/local-echo\n');
    expect(stdout).toContain(`${server.origin}/gateway/chat${suffix}/invocations\n`);
    const { stdout: json } = await on('endpoints get chat -o json');
    expect(JSON.parse(json)).toMatchObject({ name: 'chat' });
  });

  it('fits its schemas', async () => {
    for (const argv of ['endpoints list --debug', 'endpoints get chat --debug']) {
      const { stderr } = await on(argv);
      expect(stderr).toContain('< 200');
      expect(stderr).not.toContain('unknown form');
    }
  });

  it('answers a message', async () => {
    const { code, stdout } = await on(['endpoints', 'predict', 'chat', '-m', 'ping pong']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ping pong\n' });
  });

  it('streams, which ends without [DONE]', async () => {
    const argv = ['endpoints', 'predict', 'chat', '-m', 'ping pong', '--stream'];
    expect(await on(argv)).toMatchObject({ code: 0, stdout: 'ping pong\n' });
    const chunks = (await on([...argv, '-o', 'ndjson'])).stdout.trim().split('\n');
    expect(chunks).toHaveLength(4);
    expect(JSON.parse(chunks.at(-1) ?? '')).toMatchObject({ usage: { total_tokens: 4 } });
  });

  it('holds a conversation', async () => {
    const { code, stdout } = await on('chat chat', { stdin: 'ping pong\n' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ping pong\n' });
  });

  it('embeds', async () => {
    const { code, stdout } = await on('endpoints predict embeddings --input one --input two');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(2);
  });

  it.each(['get nope', 'predict nope -m x'])('knows the name that was meant: %s', async (argv) => {
    const { code, stderr } = await on(`endpoints ${argv.replace('nope', 'cha')}`);
    expect(code).toBe(5);
    expect(stderr).toContain('hint: did you mean chat?');
  });

  it('says that an endpoint is not there', async () => {
    const { code, stderr } = await on([
      ...['endpoints', 'predict', 'nope', '--data'],
      '{"messages":[{"role":"user","content":"ping pong"}]}',
    ]);
    expect(code).toBe(5);
    expect(stderr).toContain(
      kind === 'standalone'
        ? "error: the gateway has no endpoint 'nope'\n"
        : "error: GatewayEndpoint not found (name='nope')\n",
    );
  });

  it.each([
    ['{"messages":"x"}', /Input should be a valid list/],
    [
      '{"messages":[{"role":"user","content":"ping pong"}],"model":"gpt-4"}',
      /The parameter 'model' is not permitted to be passed/,
    ],
  ])('takes a body that it refuses for wrong input: %s', async (body, message) => {
    const { code, stderr } = await on(['endpoints', 'predict', 'chat', '--data', body]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    'endpoints delete chat --yes',
    'endpoints stop chat --yes',
    'endpoints openapi chat',
    'endpoints permissions get chat',
    'endpoints delete chat --yes --dry-run',
    'secrets list-scopes',
    'api GET /health',
  ])('does not do %s, and says what it does', async (argv) => {
    const before = server.seen.length;
    const { code, stdout, stderr } = await on(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      `error: the target ${server.origin} is an MLflow gateway, which cannot do this\n`,
    );
    expect(stderr).toContain('servectl endpoints list, get and predict, and servectl chat');
    expect(server.seen).toHaveLength(before);
  });

  it.each(['--via openai', '--via data-plane', '--served-entity a'])(
    'has one way to ask: not %s',
    async (flag) => {
      const { code, stderr } = await on(`endpoints predict chat -m hi ${flag}`);
      expect(code).toBe(2);
      expect(stderr).toContain(`error: ${flag.replace(' a', '')} has no meaning for the gateway`);
    },
  );

  it('gets no credentials of a workspace', async () => {
    const env = { DATABRICKS_HOST: 'https://dbc.example.com', DATABRICKS_TOKEN: 'dapi0123456789' };
    expect(await on(['endpoints', 'predict', 'chat', '-m', 'ping pong'], { env })).toMatchObject({ code: 0 });
    expect(JSON.stringify(server.seen)).not.toContain('dapi0123456789');
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

describe('the standalone gateway', () => {
  it('ends with 9 where its limit is still reached after a while', async () => {
    await using server = await startGateway('standalone');
    const { code, stderr } = await run(
      [
        ...['endpoints', 'predict', 'limited', '--data'],
        '{"messages":[{"role":"user","content":"ping pong"}],"n":1}',
      ],
      { target: server.origin },
    );
    expect(code).toBe(9);
    expect(stderr).toContain('error: Rate limit exceeded: 1 per 1 minute\n');
    expect(server.seen.length).toBeGreaterThan(5);
  });

  it('shows a traffic route, which it has in no list, and asks it', async () => {
    await using server = await startGateway('standalone');
    const { stdout } = await run('endpoints get split', { target: server.origin });
    expect(stdout).toContain('Task    llm/v1/chat\nModels  chat 80 %, limited 20 %\n');
    const asked = await run(['endpoints', 'predict', 'split', '-m', 'ping pong'], { target: server.origin });
    expect(asked).toMatchObject({ code: 0, stdout: 'ping pong\n' });
  });

  it('completes a prompt', async () => {
    await using server = await startGateway('standalone');
    const asked = await run('endpoints predict completions --prompt once', { target: server.origin });
    expect(asked).toMatchObject({ code: 0, stdout: 'once\n' });
  });
});

describe('the gateway inside a tracking server', () => {
  it('may fail in the middle of a stream', async () => {
    await using server = await startGateway('tracking-server');
    const { code, stderr } = await run(
      ['endpoints', 'predict', 'embeddings', '--data', pingPong, '--stream'],
      {
        target: server.origin,
      },
    );
    expect(code).toBe(1);
    expect(stderr).toContain("the stream ended in an error: 400: The model 'local-embed' expects 'input'");
  });

  it('hands on what its upstream refuses', async () => {
    await using server = await startGateway('tracking-server');
    const { code, stderr } = await run(['endpoints', 'predict', 'embeddings', '--data', pingPong], {
      target: server.origin,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("error: The model 'local-embed' expects 'input'");
    expect(stderr).toContain('INVALID_PARAMETER_VALUE');
  });
});

describe('a gateway behind something', () => {
  it('may be below a path', async () => {
    await using server = await startGateway('standalone', { prefix: '/ml/gw' });
    const { code, stdout } = await run('endpoints list', { target: `${server.origin}/ml/gw/` });
    expect(code).toBe(0);
    expect(stdout).toContain(`${server.origin}/ml/gw/gateway/chat/invocations`);
    const asked = await run(['endpoints', 'predict', 'chat', '-m', 'ping pong'], {
      target: `${server.origin}/ml/gw`,
    });
    expect(asked.stdout).toBe('ping pong\n');
  });

  it.each([
    [
      'Basic YW5hOm9wZW4tc2VzYW1l',
      { MLFLOW_TRACKING_USERNAME: 'ana', MLFLOW_TRACKING_PASSWORD: 'open-sesame' },
    ],
    ['Bearer tracking-token', { MLFLOW_TRACKING_TOKEN: 'tracking-token' }],
    [
      'Basic YW5hOm9wZW4tc2VzYW1l',
      {
        MLFLOW_TRACKING_USERNAME: 'ana',
        MLFLOW_TRACKING_PASSWORD: 'open-sesame',
        MLFLOW_TRACKING_TOKEN: 'tracking-token',
      },
    ],
  ])('gets what MLflow would send it: %s', async (authorization, env) => {
    await using server = await startGateway('tracking-server', { authorization });
    const { code, stderr } = await run('endpoints list --debug', { target: server.origin, env });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/open-sesame|tracking-token|YW5hOm9wZW4tc2VzYW1l/);
  });

  it('that wants credentials says which variables hold them', async () => {
    await using server = await startGateway('standalone', { authorization: 'Bearer x' });
    const { code, stderr } = await run('endpoints list', { target: server.origin });
    expect(code).toBe(4);
    expect(stderr).toContain(
      'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN',
    );
  });
});

describe('a target that is no gateway', () => {
  it('is told by what it does not answer', async () => {
    await using server = await startGateway('standalone', { prefix: '/elsewhere' });
    const { code, stderr } = await run('endpoints list', { target: server.origin });
    expect(code).toBe(1);
    expect(stderr).toContain(
      `error: ${server.origin} is no MLflow gateway: it answers neither /api/2.0/endpoints/ nor /api/3.0/mlflow/gateway/endpoints/list\n`,
    );
    expect(stderr).toContain('DATABRICKS_HOST');
  });

  it('is told where nothing listens', async () => {
    const server = await startGateway('standalone');
    await server.close();
    const { code, stderr } = await run('endpoints list', { target: server.origin });
    expect(code).toBe(9);
    expect(stderr).toContain('refused the connection\n');
    expect(stderr).toContain('check the target (--target, SERVECTL_TARGET)');
  });
});
