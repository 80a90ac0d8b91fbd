import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPort } from '../helpers/http-server.ts';
import { startMlflow, untilAnswers } from './helpers/custom-model.ts';
import { servectl } from './helpers/folders.ts';
import { succeed, type Started } from './helpers/started.ts';
import { emptyFolder, serveWorkspace, type ServedWorkspace } from './helpers/workspace.ts';

/** Makes the endpoints `chat` and `embed` of a gateway, which ask a workspace as they would ask OpenAI. */
type StartGateway = (
  provider: ServedWorkspace,
) => Promise<{ readonly url: string; readonly server: Started }>;

const gateways: Readonly<Record<string, StartGateway>> = {
  'mlflow gateway start': async ({ host, env }) => {
    const port = await closedPort();
    const config = join(emptyFolder(), 'gateway.yaml');
    const endpoints = models.map(({ name, task, model }) => ({
      name,
      endpoint_type: task,
      model: {
        provider: 'openai',
        name: model,
        config: { openai_api_base: `${host}/serving-endpoints`, openai_api_key: env['DATABRICKS_TOKEN'] },
      },
    }));
    await writeFile(config, JSON.stringify({ endpoints }));
    const place = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
    const server = startMlflow(['gateway', 'start', '--config-path', config, ...place]);
    await untilAnswers(server, `http://127.0.0.1:${port}/health`);
    return { url: `http://127.0.0.1:${port}`, server };
  },

  'mlflow server': async ({ host, env }) => {
    const port = await closedPort();
    const url = `http://127.0.0.1:${port}`;
    const store = ['--backend-store-uri', `sqlite:///${join(emptyFolder(), 'mlflow.db')}`];
    const place = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
    const server = startMlflow(['server', ...store, ...place], {
      MLFLOW_GATEWAY_API_BASE_ALLOWED_SCHEMES: 'http,https',
      MLFLOW_GATEWAY_API_BASE_ALLOW_PRIVATE_IPS: 'true',
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    });
    await untilAnswers(server, `${url}/health`);

    const make = async (noun: string, body: unknown): Promise<Record<string, Record<string, string>>> => {
      const answer = await fetch(`${url}/api/3.0/mlflow/gateway/${noun}/create`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${noun}: HTTP ${answer.status} ${text}`);
      return JSON.parse(text) as Record<string, Record<string, string>>;
    };
    const { secret } = await make('secrets', {
      secret_name: 'workspace',
      secret_value: { api_key: env['DATABRICKS_TOKEN'] },
      provider: 'openai',
      auth_config: { api_base: `${host}/serving-endpoints` },
    });
    for (const { name, model } of models) {
      const { model_definition } = await make('model-definitions', {
        name: `${name}-model`,
        secret_id: secret?.['secret_id'],
        provider: 'openai',
        model_name: model,
      });
      const model_configs = [
        {
          model_definition_id: model_definition?.['model_definition_id'],
          linkage_type: 'PRIMARY',
          weight: 1,
        },
      ];
      await make('endpoints', { name, model_configs });
    }
    return { url, server };
  },
};

const models = [
  { name: 'chat', task: 'llm/v1/chat', model: 'local-echo' },
  { name: 'embed', task: 'llm/v1/embeddings', model: 'local-embed' },
] as const;

describe.each(Object.entries(gateways))('the gateway of %s as target', (_, startGateway) => {
  let provider: ServedWorkspace;
  let gateway: Awaited<ReturnType<StartGateway>>;
  beforeAll(async () => {
    provider = await serveWorkspace();
    gateway = await startGateway(provider);
  });
  afterAll(async () => {
    await gateway.server.stop();
    await provider.stop();
  });

  const on = (...args: readonly string[]): Promise<string> =>
    succeed(process.execPath, [servectl, '--target', gateway.url, ...args], { env: { HOME: emptyFolder() } });

  it('is listed', async () => {
    const names = (await on('endpoints', 'list', '-o', 'name')).trim().split('\n');
    expect(names.toSorted()).toEqual(['chat', 'embed']);
  });

  it('shows one endpoint', async () => {
    expect(await on('endpoints', 'get', 'chat')).toContain('openai/local-echo');
  });

  it('answers a chat, with what the model used', async () => {
    const answer: unknown = JSON.parse(
      await on('endpoints', 'predict', 'chat', '-m', 'hello there', '-o', 'json'),
    );
    expect(answer).toMatchObject({
      choices: [{ message: { content: 'hello there' } }],
      usage: { total_tokens: 4 },
    });
  });

  it('streams, as MLflow’s own client cannot', async () => {
    expect(await on('endpoints', 'predict', 'chat', '-m', 'one two three', '--stream')).toBe(
      'one two three\n',
    );
    const chunks = await on(
      'endpoints',
      'predict',
      'chat',
      '-m',
      'one two three',
      '--stream',
      '-o',
      'ndjson',
    );
    expect(chunks.trim().split('\n').length).toBeGreaterThan(2);
  });

  it('answers embeddings', async () => {
    const answer = JSON.parse(
      await on('endpoints', 'predict', 'embed', '--input', 'hello', '-o', 'json'),
    ) as {
      data: { embedding: number[] }[];
    };
    expect(answer.data[0]?.embedding).toHaveLength(1024);
  });

  it('says that an endpoint is missing', async () => {
    await expect(on('endpoints', 'get', 'no-such')).rejects.toThrow(/ended with 5/);
  });

  it('refuses what a gateway has not', async () => {
    await expect(on('endpoints', 'delete', 'chat', '--yes')).rejects.toThrow(/ended with 2/);
  });
});
