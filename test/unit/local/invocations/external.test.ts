import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { EndpointRecord } from '../../../../src/local/store/records.ts';
import {
  closedPort,
  json,
  startServer,
  text,
  type Step,
  type TestServer,
} from '../../../helpers/http-server.ts';
import {
  chunkReader,
  config,
  dataPlane,
  endpoint,
  entity,
  hello,
  openaiEndpoint,
  type DataPlaneOptions,
} from './data-plane.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function provider(script: Step | readonly Step[]): Promise<TestServer> {
  const server = await startServer(script);
  closing.push(() => server.close());
  return server;
}

const secret = 'sk-test-4711';

function open(endpoints: readonly EndpointRecord[], options: DataPlaneOptions = {}) {
  const plane = dataPlane({ endpoints, secrets: { 'llm/openai-api-key': secret }, ...options });
  closing.unshift(() => plane.close());
  return plane;
}

const completion = { id: 'c1', object: 'chat.completion', choices: [], usage: { total_tokens: 7 } };
const sse = { 'content-type': 'text/event-stream' };

describe('an external model of openai', () => {
  it('gets the secret as its bearer token, and the body under its own name', async () => {
    const server = await provider(json(200, completion));
    const { invoke } = open([openaiEndpoint(`${server.origin}/v1/`, { openai_organization: 'org-1' })]);
    const response = await invoke('chat', { ...hello, temperature: 0, tools: [{ type: 'function' }] });
    expect(response.status).toBe(200);
    expect(response.headers.get('served-model-name')).toBe('gpt');
    expect(await response.json()).toEqual(completion);
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(seen?.headers).toMatchObject({
      authorization: `Bearer ${secret}`,
      'openai-organization': 'org-1',
      'content-type': 'application/json',
    });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      ...hello,
      temperature: 0,
      tools: [{ type: 'function' }],
      model: 'gpt-4o',
    });
  });

  it('is not told what only Databricks reads; extra_params become fields of their own', async () => {
    const server = await provider(json(200, completion));
    const { post } = open([openaiEndpoint(server.origin)]);
    await post('/serving-endpoints/chat/completions', {
      ...hello,
      model: 'chat',
      top_p: 0.9,
      usage_context: { project: 'p' },
      client_request_id: 'r',
      databricks_options: { return_trace: true },
      extra_params: { top_p: '0.1', seed: '7', user: '007', logprobs: 'true', model: 'other' },
    });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      ...hello,
      model: 'gpt-4o',
      top_p: 0.9,
      seed: 7,
      user: '007',
      logprobs: true,
    });
  });

  it.each([
    ['llm/v1/completions', { prompt: 'x' }, '/completions'],
    ['llm/v1/embeddings', { input: 'x' }, '/embeddings'],
  ])('is asked by its task: %s', async (task, body, path) => {
    const server = await provider(json(200, completion));
    const { invoke } = open([openaiEndpoint(server.origin, {}, { task })]);
    expect((await invoke('chat', body)).status).toBe(200);
    expect(server.seen[0]?.path).toBe(path);
  });

  it('is reached at --upstream where the manifest names no base', async () => {
    const server = await provider(json(200, completion));
    const { invoke } = open([openaiEndpoint(undefined)], { upstreams: { openai: `${server.origin}/up` } });
    await invoke('chat', hello);
    expect(server.seen[0]?.path).toBe('/up/chat/completions');
  });

  it('may carry its credential as plain text', async () => {
    const server = await provider(json(200, completion));
    const plain = { openai_api_key: undefined, openai_api_key_plaintext: 'sealed:sk-plain' };
    const { invoke } = open([openaiEndpoint(server.origin, plain)]);
    await invoke('chat', hello);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer sk-plain');
  });

  it('is addressed by deployment on Azure, with an api-key', async () => {
    const server = await provider(json(200, completion));
    const azure = {
      openai_api_type: 'azure',
      openai_deployment_name: 'my gpt',
      openai_api_version: '2024-10-21',
    };
    const { invoke } = open([openaiEndpoint(server.origin, azure)]);
    await invoke('chat', hello);
    expect(server.seen[0]?.path).toBe('/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21');
    expect(server.seen[0]?.headers).toMatchObject({ 'api-key': secret });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('says that it takes no Entra tokens', async () => {
    const { invoke } = open([openaiEndpoint('http://127.0.0.1:9', { openai_api_type: 'azuread' })]);
    const response = await invoke('chat', hello);
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('Microsoft Entra');
  });
});

describe('a streamed answer of a provider', () => {
  const chunk = (content: string) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] });

  it('is handed on chunk by chunk: the first arrives before the provider has sent the last', async () => {
    let finish = (): void => undefined;
    const server = await provider((_request, response) => {
      response.writeHead(200, sse);
      response.write(`data: ${chunk('one')}\n\n`);
      finish = () => response.end(`data: ${chunk('two')}\n\ndata: [DONE]\n\n`);
    });
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const response = await invoke('chat', { ...hello, stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = chunkReader(response);
    expect(await reader.next()).toBe(`data: ${chunk('one')}\n\n`);
    finish();
    expect(await reader.next()).toBe(`data: ${chunk('two')}\n\n`);
    expect(await reader.next()).toBe('data: [DONE]\n\n');
    expect(await reader.next()).toBeUndefined();
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ stream: true });
  });

  it('loses comments, event names and ids, and stray line ends are escaped', async () => {
    const server = await provider(
      text(
        200,
        `: hi\r\nevent: x\r\nid: 1\r\ndata: ${chunk('a\u2028b')}\r\n\r\n: ping\n\ndata: [DONE]\n\n`,
        sse,
      ),
    );
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const streamed = await (await invoke('chat', { ...hello, stream: true })).text();
    expect(streamed).toBe(`data: ${chunk('a\u2028b').replace('\u2028', '\\u2028')}\n\ndata: [DONE]\n\n`);
  });

  it('ends in an error frame and without [DONE] where it is cut', async () => {
    const server = await provider((_request, response, socket) => {
      response.writeHead(200, sse);
      response.write(`data: ${chunk('one')}\n\n`, () => socket.destroy());
    });
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const streamed = await (await invoke('chat', { ...hello, stream: true })).text();
    const [first, last, ...rest] = streamed.trimEnd().split('\n\n');
    expect(first).toBe(`data: ${chunk('one')}`);
    const broken = JSON.parse(last?.slice('data: '.length) ?? '') as Record<string, unknown>;
    expect(broken).toMatchObject({ error_code: 'INTERNAL_ERROR', error: { code: 'INTERNAL_ERROR' } });
    expect(broken['message']).toContain('broke off');
    expect(rest).toEqual([]);
  });

  it('ends at the provider when the client leaves, even while it is silent', async () => {
    let left: Promise<unknown> = Promise.resolve();
    const server = await provider((_request, response) => {
      left = once(response, 'close');
      response.writeHead(200, sse);
      response.write(`data: ${chunk('one')}\n\n`);
    });
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const reader = chunkReader(await invoke('chat', { ...hello, stream: true }));
    await reader.next();
    await reader.cancel();
    await left;
  });

  it('is given up where the client leaves before anything came', async () => {
    const leaving = new AbortController();
    let left: Promise<unknown> = Promise.resolve();
    const server = await provider((_request, response) => {
      left = once(response, 'close');
      leaving.abort();
    });
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const response = await invoke('chat', hello, { signal: leaving.signal });
    expect(response.status).toBe(499);
    expect(await response.json()).toMatchObject({ error_code: 'CANCELLED' });
    await left;
  });

  it('counts for token limits by its usage, or by its length where there is none', async () => {
    const limited = (tokens: number): EndpointRecord => ({
      ...openaiEndpoint(server.origin),
      id: `limit-${tokens}`,
      ai_gateway: { rate_limits: [{ key: 'endpoint', tokens, renewal_period: 'minute' }] },
    });
    const usage = JSON.stringify({ choices: [], usage: { total_tokens: 50 } });
    const server = await provider([
      text(200, `data: ${chunk('x')}\n\ndata: ${usage}\n\ndata: [DONE]\n\n`, sse),
      text(200, `data: ${chunk('x'.repeat(34))}\n\ndata: [DONE]\n\n`, sse),
    ]);
    const reported = open([limited(50)]);
    await (await reported.invoke('chat', { ...hello, stream: true })).text();
    expect((await reported.invoke('chat', hello)).status).toBe(429);

    // 5 characters were sent and 34 came back: (39 + 1) / 4 = 10.
    const estimated = open([limited(10)]);
    await (await estimated.invoke('chat', { ...hello, stream: true })).text();
    expect((await estimated.invoke('chat', hello)).status).toBe(429);
  });
});

describe('a provider that refuses', () => {
  const refusal = {
    error: { message: `Incorrect API key provided: ${secret}.`, type: 'invalid_request_error' },
  };

  it.each([
    [400, 400, 'BAD_REQUEST'],
    [401, 403, 'PERMISSION_DENIED'],
    [403, 403, 'PERMISSION_DENIED'],
    [404, 404, 'RESOURCE_DOES_NOT_EXIST'],
    [422, 400, 'BAD_REQUEST'],
    [429, 429, 'REQUEST_LIMIT_EXCEEDED'],
    [500, 500, 'INTERNAL_ERROR'],
    [503, 503, 'TEMPORARILY_UNAVAILABLE'],
    [529, 502, 'INTERNAL_ERROR'],
  ])(
    'with %d is told as %d %s, its words inside the message, without the key',
    async (status, told, code) => {
      const server = await provider(json(status, refusal, { 'retry-after': '7' }));
      const { invoke } = open([openaiEndpoint(server.origin)]);
      const response = await invoke('chat', hello);
      expect(response.status).toBe(told);
      expect(response.headers.get('retry-after')).toBe('7');
      const body = (await response.json()) as { error_code: string; message: string };
      expect(body.error_code).toBe(code);
      expect(body.message).not.toContain(secret);
      expect(JSON.parse(body.message)).toEqual({
        external_model_provider: 'openai',
        external_model_error: {
          error: { ...refusal.error, message: 'Incorrect API key provided: [REDACTED].' },
        },
      });
      expect(server.seen).toHaveLength(1);
    },
  );

  it('does not show a key that JSON escapes', async () => {
    const awkward = 'k"e\\y-4711';
    const server = await provider(json(401, { error: { message: `no: ${awkward}` } }));
    const { invoke } = open([openaiEndpoint(server.origin)], { secrets: { 'llm/openai-api-key': awkward } });
    const { message } = (await (await invoke('chat', hello)).json()) as { message: string };
    expect(JSON.parse(message)).toMatchObject({
      external_model_error: { error: { message: 'no: [REDACTED]' } },
    });
  });

  it('in plain text is quoted', async () => {
    const server = await provider(text(500, 'upstream down'));
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const { message } = (await (await invoke('chat', hello)).json()) as { message: string };
    expect(JSON.parse(message)).toMatchObject({
      external_model_error: { error: { message: 'upstream down', code: 500 } },
    });
  });

  it('or answers a page in place of JSON, is told as 502', async () => {
    const server = await provider(text(200, '<html>', { 'content-type': 'text/html' }));
    const { invoke } = open([openaiEndpoint(server.origin)]);
    const response = await invoke('chat', hello);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('other than JSON');
  });

  it('or can not be reached, is told as 502 with its address', async () => {
    const origin = `http://127.0.0.1:${await closedPort()}`;
    const { invoke } = open([openaiEndpoint(origin)]);
    const response = await invoke('chat', hello);
    expect(response.status).toBe(502);
    const body = await response.text();
    expect(body).toContain(origin);
    expect(body).toContain("served entity 'gpt' of endpoint 'chat'");
  });

  it('gives way to the next entity where fallback is on', async () => {
    const server = await provider(json(429, refusal));
    const [gpt] = openaiEndpoint(server.origin).config?.served_entities ?? [];
    const spare = entity('spare', { entity_name: 'local-echo' });
    const { invoke } = open([
      endpoint('chat', {
        config: config([gpt!, spare], [100, 0]),
        ai_gateway: { fallback_config: { enabled: true } },
      }),
    ]);
    const response = await invoke('chat', hello);
    expect(response.status).toBe(200);
    expect(response.headers.get('served-model-name')).toBe('spare');
  });
});

describe('a credential that is not there', () => {
  const refuse = async (
    openai_config: Record<string, unknown>,
    secrets = { 'llm/openai-api-key': secret },
  ) => {
    const { invoke } = open([openaiEndpoint('http://127.0.0.1:9', openai_config)], { secrets });
    const response = await invoke('chat', hello);
    expect(response.status).toBe(400);
    const body = (await response.json()) as { error_code: string; message: string };
    expect(body.error_code).toBe('INVALID_PARAMETER_VALUE');
    return body.message;
  };

  it('is named where the scope is missing, with both commands that put it', async () => {
    expect(await refuse({ openai_api_key: '{{secrets/nope/key}}' })).toBe(
      "'openai_config.openai_api_key' of the served entity 'gpt' of endpoint 'chat' refers to {{secrets/nope/key}}, " +
        "but there is no secret scope 'nope'. Put it with: servectl secrets create-scope nope, then servectl secrets put nope key",
    );
  });

  it('is named where the key is missing', async () => {
    const message = await refuse({ openai_api_key: '{{secrets/llm/other}}' });
    expect(message).toContain("the secret scope 'llm' holds no key 'other'");
    expect(message).toContain('servectl secrets put llm other');
  });

  it('is named where the reference is empty, as MLflow’s own example has it', async () => {
    const message = await refuse({ openai_api_key: '{{secrets/}}' });
    expect(message).toContain("'openai_config.openai_api_key' of the served entity 'gpt' of endpoint 'chat'");
    expect(message).toContain('names neither a scope nor a key');
    expect(message).toContain('servectl secrets put <scope> <key>');
  });

  it('is named where no field has one', async () => {
    expect(await refuse({ openai_api_key: undefined })).toContain("set 'openai_config.openai_api_key'");
  });

  it('is never sent with a line break, nor shown', async () => {
    const message = await refuse({}, { 'llm/openai-api-key': 'sk-broken\n' });
    expect(message).toContain('a line break');
    expect(message).not.toContain('sk-broken');
  });
});

describe('other providers', () => {
  const serving = (provider_: string, block: Readonly<Record<string, unknown>>, name = 'm') =>
    endpoint('chat', {
      config: config([
        entity('other', { external_model: { name, provider: provider_, task: 'llm/v1/chat', ...block } }),
      ]),
    });
  const reference = '{{secrets/llm/openai-api-key}}';

  it('custom is reached at its URL with a bearer token', async () => {
    const server = await provider(json(200, completion));
    const custom = { custom_provider_url: `${server.origin}/v1`, bearer_token_auth: { token: reference } };
    const { invoke } = open([serving('custom', { custom_provider_config: custom })]);
    expect((await invoke('chat', hello)).status).toBe(200);
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${secret}` },
    });
  });

  it('custom takes a URL with a path as it stands, and a key in a header of its own', async () => {
    const server = await provider(json(200, completion));
    const custom = {
      custom_provider_url: `${server.origin}/foundry/chat/completions?v=1`,
      api_key_auth: { key: 'X-Api-Key', value_plaintext: 'sealed:k1' },
    };
    const { invoke } = open([serving('custom', { custom_provider_config: custom })]);
    await invoke('chat', hello);
    expect(server.seen[0]).toMatchObject({
      path: '/foundry/chat/completions?v=1',
      headers: { 'x-api-key': 'k1' },
    });
  });

  it('databricks-model-serving is asked as an endpoint of its workspace', async () => {
    const server = await provider(json(200, completion));
    const block = { databricks_workspace_url: server.origin, databricks_api_token: reference };
    const { invoke } = open([
      serving('databricks-model-serving', { databricks_model_serving_config: block }),
    ]);
    await invoke('chat', hello);
    expect(server.seen[0]).toMatchObject({
      path: '/serving-endpoints/m/invocations',
      headers: { authorization: `Bearer ${secret}` },
    });
  });

  it('anthropic is not spoken, unless a compatible server is named for it', async () => {
    const block = { anthropic_config: { anthropic_api_key: reference } };
    const without = await open([serving('anthropic', block)]).invoke('chat', hello);
    expect(without.status).toBe(501);
    expect(await without.text()).toContain('--upstream anthropic=URL');

    const server = await provider(json(200, completion));
    const upstreams = { anthropic: `${server.origin}/v1` };
    const response = await open([serving('anthropic', block)], { upstreams }).invoke('chat', hello);
    expect(response.status).toBe(200);
    expect(server.seen[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${secret}` },
    });
  });

  it('an address that is none is named', async () => {
    const { invoke } = open([openaiEndpoint('api.example.com/v1')]);
    const response = await invoke('chat', hello);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("'api.example.com/v1'");
  });
});

describe('a request that is not of the model’s task', () => {
  it.each([
    ['/serving-endpoints/chat/invocations', { prompt: 'x' }],
    ['/serving-endpoints/responses', { model: 'chat', input: 'x' }],
    ['/serving-endpoints/embeddings', { model: 'chat', input: 'x' }],
    ['/serving-endpoints/chat/invocations', { dataframe_records: [] }],
  ])('is refused before the provider is asked: %s %j', async (path, body) => {
    const server = await provider(json(200, completion));
    const { post } = open([openaiEndpoint(server.origin)]);
    const response = await post(path, body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("expects 'messages'");
    expect(server.seen).toEqual([]);
  });

  it('is refused where the task is not known', async () => {
    const { invoke } = open([openaiEndpoint('http://127.0.0.1:9', {}, { task: 'llm/v2/dance' })]);
    expect((await invoke('chat', hello)).status).toBe(501);
  });
});
