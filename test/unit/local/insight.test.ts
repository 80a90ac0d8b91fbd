import { describe, expect, it } from 'vitest';
import { localCaller, type LocalCaller } from '../../helpers/local.ts';
import { create, custom, endpoints, external } from '../../helpers/local-requests.ts';

const ask = (caller: LocalCaller, body: unknown = { messages: [{ role: 'user', content: 'hi' }] }) =>
  caller.call('POST', '/serving-endpoints/local-echo/invocations', body, {
    'content-type': 'application/json',
  });

describe('metrics', () => {
  it('count what was answered in the last minute, in the Prometheus format', async () => {
    const caller = await localCaller();
    await ask(caller);
    caller.clock.advance(61_000);
    await ask(caller);
    await ask(caller);
    const { text, headers } = await caller.call('GET', `${endpoints}/local-echo/metrics`);
    expect(headers.get('content-type')).toContain('text/plain');
    const labels = 'endpoint_name="local-echo",served_entity_name="local-echo"';
    expect(text).toContain(`# TYPE request_count_total gauge\nrequest_count_total{${labels}} 2\n`);
    expect(text).toContain(`request_5xx_count_total{${labels}} 0\n`);
    expect(text).toContain(`request_latency_ms_bucket{${labels},le="+Inf"} 2\n`);
    expect(text).toContain(`request_latency_ms_count{${labels}} 2\n`);
  });
});

describe('server logs', () => {
  it('have a line for each request that the entity answered', async () => {
    const caller = await localCaller();
    const answer = await ask(caller);
    const { json } = await caller.call('GET', `${endpoints}/local-echo/served-models/local-echo/logs`);
    expect(json).toEqual({
      logs: `[2026-01-01T00:00:00.000Z] POST /invocations 200 0ms request_id=${answer.headers.get('x-request-id') ?? ''}`,
    });
  });
});

describe('build logs', () => {
  it('tell how a custom model was built, and nothing of an external one', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    await create(caller, 'chat', [external('b')]);
    const logs = async (name: string, served: string) =>
      (await caller.call('GET', `${endpoints}/${name}/served-models/${served}/build-logs`)).json;
    expect(await logs('ranker', 'a')).toMatchObject({
      logs: expect.stringMatching(/build succeeded$/) as unknown,
    });
    expect(await logs('chat', 'b')).toEqual({ logs: '' });
  });

  it.each(['build-logs', 'logs'])('%s do not find an entity that is not there', async (kind) => {
    const caller = await localCaller();
    expect(await caller.call('GET', `${endpoints}/local-echo/served-models/nope/${kind}`)).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: expect.stringContaining("'nope'") as unknown },
    });
  });
});

describe('the query schema', () => {
  it.each([
    ['local-echo', 'messages'],
    ['local-embed', 'input'],
    ['ranker', 'dataframe_records'],
  ])('of %s asks for %s', async (name, field) => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    const { json, text } = await caller.call('GET', `${endpoints}/${name}/openapi`);
    expect(json).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: `http://workspace.test/serving-endpoints/${name}` }],
      paths: { '/invocations': { post: { requestBody: { required: true } } } },
    });
    expect(text).toContain(`"required":["${field}"]`);
  });

  it('is not there before there is a config', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, { name: 'empty' });
    expect(await caller.call('GET', `${endpoints}/empty/openapi`)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_STATE' },
    });
  });
});
