import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { localCaller, type LocalCaller } from '../../helpers/local.ts';

/** What clients of other makers take for granted, or break at: each was seen in one of them. */

const endpoints = '/api/2.0/serving-endpoints';
const custom = {
  name: 'dolly',
  config: {
    served_entities: [{ entity_name: 'local-echo', entity_version: '1', scale_to_zero_enabled: true }],
  },
};

const asJson = { 'content-type': 'application/json' };

const opened: LocalCaller[] = [];
afterEach(async () => {
  for (const { workspace } of opened.splice(0)) await workspace.close();
});

async function open() {
  const caller = await localCaller({ aliases: { 'my-agent': 'local-agent' } });
  opened.push(caller);
  return {
    call: (method: string, path: string, body?: unknown) => caller.call(method, path, body, asJson),
  };
}

describe('MLflow’s deployments client', () => {
  it('ends the paths of list and create in a slash, and is not sent elsewhere', async () => {
    const { call } = await open();
    expect((await call('POST', `${endpoints}/`, custom)).status).toBe(200);
    const { status, json } = await call('GET', `${endpoints}/`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      endpoints: expect.arrayContaining([expect.objectContaining({ name: 'dolly' })]) as unknown,
    });
  });

  it('takes every answer for a JSON object', async () => {
    const { call } = await open();
    const calls: [string, string, unknown?][] = [
      ['POST', endpoints, custom],
      ['GET', endpoints],
      ['GET', `${endpoints}/dolly`],
      ['GET', `${endpoints}/dolly`],
      ['PUT', `${endpoints}/dolly/config`, custom.config],
      ['PATCH', `${endpoints}/dolly/tags`, { add_tags: [{ key: 'a', value: 'b' }] }],
      ['PUT', `${endpoints}/dolly/rate-limits`, { rate_limits: [] }],
      ['PUT', `${endpoints}/dolly/ai-gateway`, {}],
      ['POST', '/serving-endpoints/dolly/invocations', { inputs: ['x'] }],
      ['DELETE', `${endpoints}/dolly`],
    ];
    for (const [method, path, body] of calls) {
      const answer = await call(method, path, body);
      expect(answer, `${method} ${path}`).toMatchObject({ status: 200 });
      expect(answer.json, `${method} ${path}`).toBeTypeOf('object');
      expect(answer.text, `${method} ${path}`).toMatch(/^\{/);
    }
  });

  it.each([
    ['local-echo', { messages: [{ role: 'user', content: 'a b' }] }],
    ['local-echo', { input: 'a b' }],
    ['my-agent', { messages: [{ role: 'user', content: 'a b' }] }],
    ['my-agent', { input: 'a b' }],
  ])('stops at a line of a stream that is no data: %s', async (name, body) => {
    const { call } = await open();
    const { text } = await call('POST', `/serving-endpoints/${name}/invocations`, { ...body, stream: true });
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => !line.startsWith('data: '))).toEqual([]);
    expect(lines.at(-1)).toBe('data: [DONE]');
  });

  it('takes the status from the code of a refusal, and 500, which it tries again, where it knows no code', () => {
    // mlflow/exceptions.py, ERROR_CODE_TO_HTTP_STATUS
    const known: Readonly<Record<string, number>> = {
      BAD_REQUEST: 400,
      CANCELLED: 499,
      DEADLINE_EXCEEDED: 504,
      ENDPOINT_NOT_FOUND: 404,
      INTERNAL_ERROR: 500,
      INVALID_PARAMETER_VALUE: 400,
      NOT_IMPLEMENTED: 501,
      PERMISSION_DENIED: 403,
      REQUEST_LIMIT_EXCEEDED: 429,
      RESOURCE_ALREADY_EXISTS: 400,
      RESOURCE_CONFLICT: 409,
      RESOURCE_DOES_NOT_EXIST: 404,
      TEMPORARILY_UNAVAILABLE: 503,
      UNAUTHENTICATED: 401,
    };
    // For what that client doesn't ask, or can't send: scopes and schemas, and bodies that are no JSON.
    const elsewhere = ['RESOURCE_LIMIT_EXCEEDED', 'INVALID_STATE', 'MALFORMED_REQUEST'];
    const folder = new URL('../../../src/local', import.meta.url).pathname;
    const refusals = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), 'utf8');
        return [...source.matchAll(/(?:new ApiFault\(|return \[)\s*(\d{3}),\s*'([A-Z_]+)'/g)];
      })
      .map(([, status, code = '']) => ({ status: Number(status), code }));
    expect(refusals.length).toBeGreaterThan(15);
    // databricks-sdk-py, which it asks through, knows the kinds of error by these statuses, or by these codes alone.
    const statuses = [400, 401, 403, 404, 409, 429, 499, 500, 501, 502, 503, 504];
    const codes = ['INVALID_PARAMETER_VALUE', 'INVALID_STATE', 'RESOURCE_EXHAUSTED'];
    expect(
      refusals.filter(({ status, code }) => !statuses.includes(status) && !codes.includes(code)),
    ).toEqual([]);
    const misread = refusals.filter(
      ({ status, code }) => Math.floor((known[code] ?? 500) / 100) !== Math.floor(status / 100),
    );
    expect(misread.filter(({ code }) => !elsewhere.includes(code))).toEqual([]);
  });
});

describe('LangChain’s Databricks', () => {
  it('breaks at an endpoint_type that is null: where it is unknown, the key is left out', async () => {
    const { call } = await open();
    await call('POST', endpoints, custom);
    expect((await call('GET', `${endpoints}/dolly`)).json).not.toHaveProperty('endpoint_type');
    expect((await call('GET', `${endpoints}/local-echo`)).json).toMatchObject({
      endpoint_type: 'FOUNDATION_MODEL_API',
    });
  });

  it('sends stop as null in each record where there is none', async () => {
    const { call } = await open();
    await call('POST', endpoints, custom);
    await call('GET', `${endpoints}/dolly`);
    const body = { dataframe_records: [{ prompt: 'How are you?', stop: null, temperature: 0.1 }] };
    const { json } = await call('POST', '/serving-endpoints/dolly/invocations', body);
    expect(json).toEqual({ predictions: ['How are you?'] });
  });
});

describe('Databricks’ SDK', () => {
  it('repeats the name inside the config', async () => {
    const { call } = await open();
    const repeated = { ...custom, config: { ...custom.config, name: 'dolly' } };
    expect(await call('POST', endpoints, repeated)).toMatchObject({ status: 200, json: { name: 'dolly' } });
  });
});

describe('MLflow’s gateway', () => {
  it('adds n and, to a stream, include_usage, of which it passes each chunk on', async () => {
    const { call } = await open();
    const messages = [{ role: 'user', content: 'hello' }];
    const body = {
      model: 'local-echo',
      messages,
      n: 1,
      stream: true,
      stream_options: { include_usage: true },
    };
    const { text } = await call('POST', '/serving-endpoints/chat/completions', body);
    const last = text.trimEnd().split('\n\n').at(-2) ?? '';
    expect(JSON.parse(last.slice('data: '.length))).toMatchObject({
      choices: [],
      usage: { total_tokens: 2 },
    });
  });
});
