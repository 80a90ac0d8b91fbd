import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigError,
  createWorkspaceClient,
  endpointDeployed,
  ExitCode,
  getDeployClient,
  schemas,
  UsageError,
  waitForEndpoint,
} from '../../../src/index.ts';
import {
  openLocalWorkspace,
  startLocalWorkspace,
  type OpenedLocalWorkspace,
} from '../../../src/local-entry.ts';
import { fakeClock } from '../../helpers/fake-host.ts';

let workspace: OpenedLocalWorkspace;
beforeEach(async () => {
  workspace = await openLocalWorkspace({ aliases: { assistant: 'local-echo' } });
});
afterEach(() => workspace.close());

const servedEntities = [
  {
    name: 'test',
    external_model: {
      name: 'gpt-4',
      provider: 'openai',
      task: 'llm/v1/chat',
      openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' },
    },
  },
];
const tags = [{ key: 'foo', value: 'bar' }];
const limit = (calls: number) => ({
  rate_limits: [{ key: 'user', renewal_period: 'minute' as const, calls }],
});

/** The older style: all of it in `config`. */
const flat = { name: 'chat', config: { served_entities: servedEntities, tags, ...limit(5) } };
/** The API's own create request as `config`. */
const nested = { config: { name: 'chat', config: { served_entities: servedEntities }, tags, ...limit(5) } };

describe.each([
  ['the older style of config', flat],
  ['the create request as config', nested],
])('the deployments client, with %s,', (_, given) => {
  it('creates, lists, gets, changes the limits, predicts and deletes', async () => {
    const client = getDeployClient('databricks', { transport: workspace.transport });

    const created = await client.createEndpoint(given);
    expect(created).toMatchObject({ name: 'chat', tags });
    await endpointDeployed(createWorkspaceClient({ transport: workspace.transport }), 'chat', {
      clock: fakeClock(),
    });

    const listed = await client.listEndpoints();
    expect(listed.slice(0, 5).map(({ name }) => name)).toContain('chat');
    expect(await client.getEndpoint({ endpoint: 'chat' })).toMatchObject({
      state: { ready: 'READY' },
      config: { served_entities: [{ name: 'test' }] },
    });

    expect(await client.updateEndpoint({ endpoint: 'chat', config: limit(10) })).toMatchObject(limit(10));

    const inputs = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 128 };
    expect(await client.predict({ endpoint: 'assistant', inputs })).toMatchObject({
      choices: [{ message: { role: 'assistant', content: 'Hello' } }],
    });

    await client.deleteEndpoint({ endpoint: 'chat' });
    const gone = await client.getEndpoint({ endpoint: 'chat' }).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(ApiError);
    expect(gone).toMatchObject({
      status: 404,
      code: 'RESOURCE_DOES_NOT_EXIST',
      exitCode: ExitCode.notFound,
      retryable: false,
    });
  });
});

it('says which arguments have a better place', async () => {
  const warnings: string[] = [];
  const client = getDeployClient(undefined, {
    transport: workspace.transport,
    onWarning: (warning) => warnings.push(warning),
  });
  await client.createEndpoint(flat);
  expect(warnings).not.toEqual([]);
});

it('streams an answer chunk by chunk', async () => {
  const client = getDeployClient('databricks', { transport: workspace.transport });
  const inputs = { messages: [{ role: 'user', content: 'one two three' }] };
  const texts: unknown[] = [];
  for await (const chunk of client.predictStream({ endpoint: 'assistant', inputs })) {
    const { choices } = schemas.QueryChunk.parse(chunk);
    texts.push(choices?.[0]?.delta?.content);
  }
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join('')).toBe('one two three');
});

it('shows each look of a wait', async () => {
  const client = createWorkspaceClient({ transport: workspace.transport });
  await client.endpoints.create(nested.config);
  const phases: string[] = [];
  for await (const { phase } of waitForEndpoint(client, 'chat', { clock: fakeClock() })) phases.push(phase);
  expect(phases).toEqual(['updating', 'ready']);
});

it('leaves a transport that it was given to its owner', async () => {
  await using client = createWorkspaceClient({ transport: workspace.transport });
  await client.close();
  expect(await client.endpoints.list()).not.toEqual([]);
});

describe('a target', () => {
  it('is opened with the first call: the local one needs nothing', async () => {
    await using client = getDeployClient('local::memory:');
    expect((await client.listEndpoints()).map(({ name }) => name)).toEqual(['local-echo', 'local-embed']);
  });

  it('comes from SERVECTL_TARGET, else MLFLOW_DEPLOYMENTS_TARGET, where none is given', async () => {
    for (const env of [
      { SERVECTL_TARGET: 'local::memory:', MLFLOW_DEPLOYMENTS_TARGET: 'databricks' },
      { SERVECTL_TARGET: '', MLFLOW_DEPLOYMENTS_TARGET: 'local::memory:' },
    ]) {
      await using client = getDeployClient(undefined, { env });
      expect(await client.listEndpoints()).toHaveLength(2);
    }
  });

  it('that is none fails at once, and one without a workspace behind it fails at the first call', async () => {
    expect(() => getDeployClient('sagemaker')).toThrow(UsageError);
    const client = getDeployClient('databricks', { env: { DATABRICKS_CONFIG_FILE: '/nonexistent' } });
    await expect(client.listEndpoints()).rejects.toThrow(ConfigError);
  });
});

describe('a workspace on a port', () => {
  it('is reached with its token, and with OAuth', async () => {
    await using served = await startLocalWorkspace();
    for (const env of [served.env, served.oauthEnv]) {
      await using client = createWorkspaceClient({ env });
      await client.secrets.createScope({ scope: `s${String(Object.keys(env).length)}` });
      expect(await client.secrets.listScopes()).not.toEqual([]);
    }
  });

  it('tells of each request under onDebug, and never of a token', async () => {
    await using served = await startLocalWorkspace();
    const lines: string[] = [];
    await using client = createWorkspaceClient({ env: served.env, onDebug: (line) => lines.push(line) });
    await client.endpoints.list();
    expect(lines.join('\n')).toContain('GET /api/2.0/serving-endpoints');
    expect(lines.join('\n')).not.toContain(served.token);
  });

  it('is gone once it is stopped', async () => {
    const served = await startLocalWorkspace();
    await served.stop();
    await expect(fetch(served.host)).rejects.toThrow();
  });
});
