import { afterEach, describe, expect, it } from 'vitest';
import type { DataPlaneOptions } from './data-plane.ts';
import { chunkReader, config, dataPlane, endpoint, entity, hello } from './data-plane.ts';
import { fakeClock } from '../../../helpers/fake-host.ts';

let plane: ReturnType<typeof dataPlane>;
const open = (options: DataPlaneOptions = {}) => (plane = dataPlane(options));
afterEach(() => plane.close());

const content = async (response: Response) =>
  ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;

const builtin = [
  endpoint('local-echo', { builtin: 'local-echo' }),
  endpoint('local-embed', { builtin: 'local-embed' }),
];

describe('the path of an invocation', () => {
  it('names the endpoint, and the answer says which served entity it came from', async () => {
    const { invoke, lastServed } = open({ endpoints: [endpoint('my-chat')] });
    const response = await invoke('my-chat', hello);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('served-model-name')).toBe('main');
    expect(await content(response)).toBe('hello');
    expect(lastServed()).toEqual({ endpointId: 'id-my-chat', entity: 'main' });
  });

  it.each([
    ['chat/completions', hello, 'chat.completion'],
    ['completions', { prompt: 'hello' }, 'text_completion'],
    ['completions', hello, 'chat.completion'],
    ['responses', { input: 'hello' }, 'response'],
  ])('can be OpenAI’s, where model names the endpoint: %s', async (path, body, object) => {
    const { post } = open({ endpoints: builtin });
    const sent = { ...body, model: 'local-echo', usage_context: { project: 'p' }, client_request_id: 'r' };
    const response = await post(`/serving-endpoints/${path}`, sent);
    expect(await response.json()).toMatchObject({ object, model: 'local-echo' });
  });

  it('can be OpenAI’s for embeddings', async () => {
    const { post } = open({ endpoints: builtin });
    const response = await post('/serving-endpoints/embeddings', { model: 'local-embed', input: 'hello' });
    expect(await response.json()).toMatchObject({ object: 'list', model: 'local-embed' });
  });

  it('reaches an endpoint that is called chat, or embeddings', async () => {
    const { invoke } = open({ endpoints: [endpoint('chat'), endpoint('embeddings')] });
    expect((await invoke('chat', hello)).status).toBe(200);
    expect((await invoke('embeddings', hello)).status).toBe(200);
  });

  it('can pin a served entity, whatever its traffic', async () => {
    const entities = [entity('a', { entity_name: 'local-echo' }), entity('b', { entity_name: 'local-echo' })];
    const { post } = open({ endpoints: [endpoint('chat', { config: config(entities, [100, 0]) })] });
    const response = await post('/serving-endpoints/chat/served-models/b/invocations', hello);
    expect(response.headers.get('served-model-name')).toBe('b');
    const missing = await post('/serving-endpoints/chat/served-models/c/invocations', hello);
    expect(missing.status).toBe(404);
  });
});

describe('a stream', () => {
  it('comes token by token as an event stream in UTF-8', async () => {
    const { invoke } = open({ endpoints: builtin });
    const response = await invoke('local-echo', {
      messages: [{ role: 'user', content: 'one two' }],
      stream: true,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('served-model-name')).toBe('main');
    const reader = chunkReader(response);
    expect(await reader.next()).toMatch(/^data: \{.*"content":"one".*\}\n\n$/);
    expect(await reader.next()).toContain('"content":" two"');
    expect(await reader.next()).toContain('"finish_reason":"stop"');
    expect(await reader.next()).toBe('data: [DONE]\n\n');
    expect(await reader.next()).toBeUndefined();
  });

  it('takes its time by the clock where a delay is set', async () => {
    const clock = fakeClock();
    const { invoke } = open({ endpoints: builtin, clock, frameDelayMs: 20 });
    await (await invoke('local-echo', { ...hello, stream: true })).text();
    expect(clock.slept).toEqual([20]);
  });
});

describe('what can’t be answered', () => {
  it('is an endpoint that does not exist', async () => {
    const { invoke, post } = open();
    const body = {
      error_code: 'ENDPOINT_NOT_FOUND',
      message:
        'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.',
    };
    for (const response of [
      await invoke('nope', hello),
      await post('/serving-endpoints/chat/completions', { ...hello, model: 'nope' }),
    ]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual(body);
    }
  });

  it('is a stopped endpoint', async () => {
    const { invoke } = open({ endpoints: [endpoint('chat', { stopped: true })] });
    const response = await invoke('chat', hello);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error_code: 'BAD_REQUEST',
      message: 'The given endpoint is stopped, please retry after starting the endpoint.',
    });
  });

  it('is an endpoint that is still being created, or that serves nothing', async () => {
    const { config: current, ...bare } = endpoint('new');
    const pending = { ...current!, start_time: 0, seen: 0 };
    const { invoke } = open({
      endpoints: [
        { ...bare, pending, config_update: 'IN_PROGRESS' },
        { ...bare, name: 'empty' },
      ],
    });
    const creating = await invoke('new', hello);
    expect(creating.status).toBe(400);
    expect(await creating.text()).toContain("'new' is not ready: its config update is IN_PROGRESS");
    expect(await (await invoke('empty', hello)).text()).toContain('it has no config');
  });

  it('is a model that the workspace can not run, and the refusal names two ways on', async () => {
    const fraud = entity('fraud-1', { entity_name: 'main.ml.fraud', entity_version: '1' });
    const { invoke } = open({ endpoints: [endpoint('fraud', { config: config([fraud]) })] });
    const response = await invoke('fraud', { dataframe_records: [{ a: 1 }] });
    expect(response.status).toBe(501);
    const { error_code, message } = (await response.json()) as Record<string, string>;
    expect(error_code).toBe('NOT_IMPLEMENTED');
    expect(message).toContain("can't run the model 'main.ml.fraud'");
    expect(message).toContain("entity_name 'local-echo'");
    expect(message).toContain('--alias main.ml.fraud=local-echo');
  });

  it('runs that model once an alias says which of its own stands in', async () => {
    const fraud = entity('fraud-1', { entity_name: 'main.ml.fraud', entity_version: '1' });
    const { invoke } = open({
      endpoints: [endpoint('fraud', { config: config([fraud]) })],
      aliases: { 'main.ml.fraud': 'local-echo' },
    });
    const response = await invoke('fraud', { dataframe_records: [{ a: 'x' }] });
    expect(await response.json()).toEqual({ predictions: ['x'] });
  });

  it.each([
    ['JSON that is none', '{"messages": [', 'MALFORMED_REQUEST', 'not valid JSON'],
    ['an empty body', '', 'MALFORMED_REQUEST', 'not valid JSON'],
    ['a list', '[1]', 'MALFORMED_REQUEST', 'must be a JSON object'],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'MALFORMED_REQUEST', 'not valid UTF-8'],
    ['a body of no known shape', '{}', 'INVALID_PARAMETER_VALUE', "expects 'messages'"],
  ])('is %s', async (_name, body, error_code, reason) => {
    const { invoke } = open({ endpoints: [endpoint('chat')] });
    const response = await invoke('chat', body);
    expect(response.status).toBe(400);
    const answer = (await response.json()) as Record<string, string>;
    expect(answer['error_code']).toBe(error_code);
    expect(answer['message']).toContain(reason);
  });

  it('is an OpenAI request without a model', async () => {
    const { post } = open({ endpoints: builtin });
    const response = await post('/serving-endpoints/chat/completions', hello);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("'model' must be the name of a serving endpoint");
  });
});

describe('the body of an invocation', () => {
  it('may be CSV with a header row', async () => {
    const { invoke } = open({ endpoints: [endpoint('custom')] });
    const response = await invoke('custom', 'prompt,n\n"a, ""b""",1\nc,2\n', {
      headers: { 'content-type': 'text/csv' },
    });
    expect(await response.json()).toEqual({ predictions: ['a, "b"', 'c'] });
  });

  it('may have no content type, or one with a charset', async () => {
    const { invoke } = open({ endpoints: [endpoint('chat')] });
    const body = new TextEncoder().encode(JSON.stringify(hello));
    expect((await invoke('chat', body, { headers: {} })).status).toBe(200);
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await invoke('chat', body, { headers })).status).toBe(200);
  });

  it('is refused with 415 where it is something else', async () => {
    const { invoke } = open({ endpoints: [endpoint('chat')] });
    const response = await invoke('chat', '<a/>', { headers: { 'content-type': 'application/xml' } });
    expect(response.status).toBe(415);
    expect(await response.text()).toContain("Got 'application/xml'");
  });

  const sized = (bytes: number) => JSON.stringify({ inputs: ['x'.repeat(bytes)] });
  const MiB = 1024 * 1024;

  it('may be larger for a custom model than for one that is provided', async () => {
    const { invoke, post } = open({ endpoints: [endpoint('custom'), ...builtin] });
    expect((await invoke('custom', sized(5 * MiB))).status).toBe(200);
    for (const response of [
      await invoke('custom', sized(16 * MiB)),
      await invoke('local-echo', sized(4 * MiB)),
      await post('/serving-endpoints/completions', { model: 'local-echo', prompt: 'x'.repeat(4 * MiB) }),
    ]) {
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
    }
  });

  it('is not read beyond the limit', async () => {
    const { invoke } = open({ endpoints: builtin });
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += MiB;
        controller.enqueue(new Uint8Array(MiB));
      },
    });
    const response = await invoke('local-echo', '', { body: endless, duplex: 'half' });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(8 * MiB);
  });
});

describe('rate limits', () => {
  const limited = endpoint('chat', { rate_limits: [{ key: 'user', calls: 1, renewal_period: 'minute' }] });

  it('answer 429 with Retry-After in seconds', async () => {
    const { invoke } = open({ endpoints: [limited] });
    expect((await invoke('chat', hello)).status).toBe(200);
    const refused = await invoke('chat', hello);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.json()).toMatchObject({ error_code: 'REQUEST_LIMIT_EXCEEDED' });
  });

  it('count the tokens of a stream', async () => {
    const byTokens = { rate_limits: [{ key: 'endpoint', tokens: 2, renewal_period: 'minute' }] };
    const { invoke } = open({ endpoints: [endpoint('chat', { ai_gateway: byTokens })] });
    await (await invoke('chat', { ...hello, stream: true })).text();
    expect((await invoke('chat', hello)).status).toBe(429);
  });
});

describe('fallback', () => {
  const broken = entity('broken', { entity_name: 'main.ml.other' });
  const works = entity('works', { entity_name: 'local-echo' });
  const serving = (enabled: boolean) =>
    endpoint('chat', {
      config: config([broken, works], [100, 0]),
      ai_gateway: { fallback_config: { enabled } },
    });

  it('asks the next entity where the first fails with 5xx', async () => {
    const { invoke } = open({ endpoints: [serving(true)] });
    const response = await invoke('chat', hello);
    expect(response.status).toBe(200);
    expect(response.headers.get('served-model-name')).toBe('works');
  });

  it('is not tried where it is off', async () => {
    const { invoke } = open({ endpoints: [serving(false)] });
    expect((await invoke('chat', hello)).status).toBe(501);
  });

  it('is not tried for a request that is wrong in itself', async () => {
    const entities = config([works, entity('other', { entity_name: 'local-embed' })], [100, 0]);
    const { invoke, lastServed } = open({
      endpoints: [endpoint('chat', { config: entities, ai_gateway: { fallback_config: { enabled: true } } })],
    });
    expect((await invoke('chat', { messages: [] })).status).toBe(400);
    expect(lastServed()?.entity).toBe('works');
  });
});
