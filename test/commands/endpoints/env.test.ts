import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type RunningLocalWorkspace } from '../../../src/local-entry.ts';
import { createWorkspaceClient } from '../../../src/library/connect.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

let workspace: RunningLocalWorkspace;
beforeAll(async () => {
  workspace = await startLocalWorkspace({ aliases: { agent: 'local-agent' } });
  await createWorkspaceClient({ transport: workspace.transport }).endpoints.create({
    name: 'fast',
    route_optimized: true,
    config: {
      served_entities: [
        {
          entity_name: 'main.default.m',
          entity_version: '1',
          workload_size: 'Small',
          scale_to_zero_enabled: true,
        },
      ],
    },
  });
});
afterAll(() => workspace.stop());

const byPat = (flags: string, options: RunOptions = {}) =>
  run(`endpoints env ${flags}`, { env: workspace.env, ...options });
const byOAuth = (flags: string, options: RunOptions = {}) =>
  run(`endpoints env ${flags}`, { env: workspace.oauthEnv, ...options });

const json = async (result: Promise<{ stdout: string }>) =>
  JSON.parse((await result).stdout) as Record<string, string>;

describe('endpoints env', () => {
  it('prints what OpenAI, MLflow and Databricks clients read, and no token unasked', async () => {
    const { code, stdout, stderr } = await byPat('local-echo');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `export OPENAI_BASE_URL=${workspace.host}/serving-endpoints`,
        `export DATABRICKS_HOST=${workspace.host}`,
        'export MLFLOW_DEPLOYMENTS_TARGET=databricks',
        '# the model is named in each call: local-echo (llm/v1/chat)',
        '# OPENAI_API_KEY is not set: --with-token prints it',
        '',
      ].join('\n'),
    );
  });

  it('prints the personal access token with --with-token', async () => {
    const { stdout, stderr } = await byPat('local-echo --with-token --format json');
    expect(JSON.parse(stdout)).toEqual({
      OPENAI_BASE_URL: `${workspace.host}/serving-endpoints`,
      OPENAI_API_KEY: workspace.token,
      DATABRICKS_HOST: workspace.host,
      DATABRICKS_TOKEN: workspace.token,
      MLFLOW_DEPLOYMENTS_TARGET: 'databricks',
    });
    expect(stderr).toBe('');
  });

  it('gives a shell what it takes to ask the endpoint', async () => {
    const { stdout } = await byPat('local-embed --with-token');
    const script = `eval "$1"; printf '%s\\n' "$OPENAI_BASE_URL/embeddings" "$OPENAI_API_KEY"`;
    const [url = '', key = ''] = execFileSync('sh', ['-c', script, 'sh', stdout], { encoding: 'utf8' }).split(
      '\n',
    );
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'local-embed', input: 'hi' }),
    });
    expect(response.status).toBe(200);
  });

  it('exchanges a client secret for a token, says when it expires, and leaves the rest to the client secret', async () => {
    const { stdout, stderr } = await byOAuth('agent --with-token --format json');
    const variables = JSON.parse(stdout) as Record<string, string>;
    expect(variables['OPENAI_API_KEY']).toMatch(/\S+/);
    expect(variables['OPENAI_API_KEY']).not.toBe(workspace.token);
    expect(variables).not.toHaveProperty('DATABRICKS_TOKEN');
    expect(stderr).toMatch(/^the token expires in 60 min, at 2026-01-02T04:04:05\.000Z\n$/);
  });

  it('prints one value in the formats of every command', async () => {
    expect(await json(byPat('local-echo -o json'))).toHaveProperty('OPENAI_BASE_URL');
    expect((await byPat('local-echo --query DATABRICKS_HOST')).stdout).toBe(`${workspace.host}\n`);
    expect((await byPat('local-echo -o name')).stdout).toContain('OPENAI_BASE_URL\n');
  });

  it('names the profile that the credentials are from: a host alone would turn it off', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'servectl-env-'));
    mkdirSync(home, { recursive: true });
    const lines = ['[DEFAULT]', `host = ${workspace.host}`, `token = ${workspace.token}`, ''];
    writeFileSync(path.join(home, '.databrickscfg'), lines.join('\n'));
    expect(await json(byPat('local-echo --format json', { env: {}, home }))).toMatchObject({
      DATABRICKS_CONFIG_PROFILE: 'DEFAULT',
      MLFLOW_DEPLOYMENTS_TARGET: 'databricks://DEFAULT',
    });
    const withToken = await json(byPat('local-echo --format json --with-token', { env: {}, home }));
    expect(withToken).toMatchObject({
      DATABRICKS_TOKEN: workspace.token,
      MLFLOW_DEPLOYMENTS_TARGET: 'databricks',
    });
    expect(withToken).not.toHaveProperty('DATABRICKS_CONFIG_PROFILE');

    const env = { DATABRICKS_CLIENT_ID: 'another' };
    expect(
      await json(byPat('local-echo -p DEFAULT --format json --with-token', { env, home })),
    ).toMatchObject({
      DATABRICKS_TOKEN: workspace.token,
      DATABRICKS_AUTH_TYPE: 'pat',
    });
  });
});

describe('endpoints env of a route-optimised endpoint', () => {
  it('says the address that it has', async () => {
    const endpoint = await createWorkspaceClient({ transport: workspace.transport }).endpoints.get('fast');
    const { stdout } = await byOAuth('fast');
    const { pathname } = new URL(endpoint.endpoint_url ?? '');
    expect(stdout).toContain(
      `address of its own, which MLflow's client does not know: ${workspace.host}${pathname}`,
    );
    expect(stdout).toContain("OpenAI's clients cannot send");
    expect(stdout).not.toContain('OPENAI');
  });

  it('says when a token expires only where it prints one', async () => {
    const { code, stdout, stderr } = await byOAuth('fast --with-token');
    expect(code).toBe(0);
    expect(stdout).not.toContain('TOKEN');
    expect(stderr).toBe('');
  });

  it('refuses a personal access token, which cannot open it', async () => {
    const { code, stdout, stderr } = await byPat('fast --with-token');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('takes OAuth alone');
    expect(stderr).not.toContain(workspace.token);
  });

  it('prints a token of the endpoint alone for OpenAI clients of an agent', async () => {
    const own = `${workspace.host}/serving/1/serving-endpoints/bot/invocations`;
    const transport = scriptedTransport(
      answer(200, {
        name: 'bot',
        task: 'agent/v1/responses',
        route_optimized: true,
        data_plane_info: { query_info: { endpoint_url: own, authorization_details: '[{"type":"x"}]' } },
      }),
    );
    const variables = await json(byOAuth('bot --with-token --format json', { transport }));
    expect(variables).toMatchObject({ OPENAI_BASE_URL: `${workspace.host}/serving/1/serving-endpoints` });
    const workspaceToken = (await json(byOAuth('agent --with-token --format json')))['OPENAI_API_KEY'];
    expect(variables['OPENAI_API_KEY']).not.toBe(workspaceToken);
  });
});

describe('an OpenAI client of a route-optimised agent', () => {
  it('asks it with what is printed', async () => {
    await using client = createWorkspaceClient({ env: workspace.env });
    await client.endpoints.create({
      name: 'bot',
      route_optimized: true,
      config: {
        served_entities: [
          {
            entity_name: 'local-agent',
            entity_version: '1',
            workload_size: 'Small',
            scale_to_zero_enabled: true,
          },
        ],
      },
    });
    // The embedded workspace gives a registered model no task, where Databricks knows an agent by its signature.
    const transport = scriptedTransport(
      answer(200, { ...(await client.endpoints.get('bot')), task: 'agent/v1/responses' }),
    );
    const variables = await json(byOAuth('bot --with-token --format json', { transport }));
    const answered = await fetch(`${variables['OPENAI_BASE_URL'] ?? ''}/responses`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${variables['OPENAI_API_KEY'] ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ model: 'bot', input: [{ role: 'user', content: 'hello' }] }),
    });
    expect(answered.status).toBe(200);
    expect(JSON.stringify(await answered.json())).toContain('hello');
  });
});

describe('endpoints env refuses', () => {
  it('an endpoint that does not exist, and prints nothing to evaluate', async () => {
    const { code, stdout, stderr } = await byPat('local-ecko --with-token');
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('did you mean local-echo?');
  });

  it('a token that the workspace does not know, and prints nothing to evaluate', async () => {
    const env = { ...workspace.env, DATABRICKS_TOKEN: 'dapiunknown' };
    const { code, stdout, stderr } = await byPat('local-echo --with-token', { env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('the token is wrong');
    expect(stderr).not.toContain('dapiunknown');
  });

  it('the embedded workspace of this process, which has no address', async () => {
    const { code, stdout, stderr } = await run('endpoints env local-echo', { target: 'local::memory:' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('servectl local serve');
  });

  it('a gateway', async () => {
    expect((await run('endpoints env x', { target: 'http://127.0.0.1:1' })).code).toBe(2);
  });

  it('a run without a workspace', async () => {
    expect((await run('endpoints env x', {})).code).toBe(4);
  });
});

it('prints what most endpoints need where the endpoint may not be looked at', async () => {
  const transport = scriptedTransport(answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' }));
  const { code, stdout } = await byPat('secretive', { transport });
  expect(code).toBe(0);
  expect(stdout).toContain('OPENAI_BASE_URL');
});
