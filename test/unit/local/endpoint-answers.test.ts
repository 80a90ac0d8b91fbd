import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localCaller, workspaceFile } from '../../helpers/local.ts';
import { create, custom, endpoints, external, get, route, settled } from '../../helpers/local-requests.ts';

describe('an answer about an endpoint', () => {
  it('tells what the server keeps of an external model', async () => {
    const caller = await localCaller();
    const endpoint = await create(caller, 'chat', [external('a')]);
    expect(endpoint).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      name: 'chat',
      creator: 'local-user@localhost',
      creation_timestamp: caller.clock.now(),
      last_updated_timestamp: caller.clock.now(),
      description: '',
      state: { ready: 'READY', config_update: 'NOT_UPDATING' },
      task: 'llm/v1/chat',
      endpoint_type: 'EXTERNAL_MODEL',
      permission_level: 'CAN_MANAGE',
      route_optimized: false,
      config: {
        config_version: 1,
        served_entities: [
          {
            ...external('a'),
            creator: 'local-user@localhost',
            creation_timestamp: caller.clock.now(),
            state: { deployment: 'DEPLOYMENT_READY', deployment_state_message: '' },
          },
        ],
        served_models: [
          {
            name: 'a',
            creator: 'local-user@localhost',
            creation_timestamp: caller.clock.now(),
            state: { deployment: 'DEPLOYMENT_READY', deployment_state_message: '' },
          },
        ],
        traffic_config: {
          routes: [{ served_entity_name: 'a', served_model_name: 'a', traffic_percentage: 100 }],
        },
      },
    });
  });

  it('fills in the size and the type of a custom model, and mirrors it in the older words', async () => {
    const caller = await localCaller();
    const { config, endpoint_type } = await create(caller, 'ranker', [
      { entity_name: 'main.default.ranker', entity_version: '3', scale_to_zero_enabled: false },
    ]);
    const sizes = { workload_size: 'Small', workload_type: 'CPU', scale_to_zero_enabled: false };
    expect(config?.served_entities).toMatchObject([
      { name: 'ranker-3', entity_name: 'main.default.ranker', entity_version: '3', ...sizes },
    ]);
    expect(config?.served_models).toMatchObject([
      { name: 'ranker-3', model_name: 'main.default.ranker', model_version: '3', ...sizes },
    ]);
    expect(endpoint_type).toBe('UNITY_CATALOG_MODEL');
  });

  it('leaves the size away where the concurrency is given', async () => {
    const caller = await localCaller();
    const { config } = await create(caller, 'ranker', [
      custom('a', {
        workload_size: undefined,
        min_provisioned_concurrency: 4,
        max_provisioned_concurrency: 8,
      }),
    ]);
    expect(config?.served_entities[0]).toMatchObject({
      min_provisioned_concurrency: 4,
      max_provisioned_concurrency: 8,
    });
    expect(config?.served_entities[0]).not.toHaveProperty('workload_size');
  });

  it('names a served entity by its model where it has no name of its own', async () => {
    const caller = await localCaller();
    const { external_model } = external('unused');
    const chat = await create(caller, 'chat', [{ external_model }]);
    expect(chat.config?.served_entities[0]).toMatchObject({ name: 'gpt-4-1' });
    const feature = await create(caller, 'features', [
      { entity_name: 'main.default.lookup', scale_to_zero_enabled: true },
    ]);
    expect(feature.config?.served_entities[0]).toMatchObject({ name: 'lookup' });
  });

  it('takes the older form, and tells it as both', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, {
      name: 'old',
      config: { served_models: [{ model_name: 'ranker', model_version: '2', scale_to_zero_enabled: true }] },
    });
    expect((await settled(caller, 'old')).config).toMatchObject({
      served_entities: [{ name: 'ranker-2', entity_name: 'ranker', entity_version: '2' }],
      served_models: [{ name: 'ranker-2', model_name: 'ranker', model_version: '2' }],
    });
  });

  it('has entities and tags by name, not in the order of the request', async () => {
    const caller = await localCaller();
    const endpoint = await create(caller, 'two', [custom('z'), custom('a')], {
      config: { traffic_config: { routes: [route('z', 40), route('a', 60)] } },
      tags: [{ key: 'z', value: '1' }, { key: 'a' }],
    });
    expect(endpoint.config?.served_entities.map(({ name }) => name)).toEqual(['a', 'z']);
    expect(endpoint.tags).toEqual([{ key: 'a' }, { key: 'z', value: '1' }]);
  });

  it('keeps the order of entities where fallback gives it a meaning', async () => {
    const caller = await localCaller();
    const { config } = await create(caller, 'two', [external('z'), external('a')], {
      config: { traffic_config: { routes: [route('z', 100), route('a', 0)] } },
      ai_gateway: { fallback_config: { enabled: true } },
    });
    expect(config?.served_entities.map(({ name }) => name)).toEqual(['z', 'a']);
  });

  it('never tells what is write-only: plain credentials, burst scaling, budget policy, deprecated limits', async () => {
    const path = workspaceFile();
    const caller = await localCaller({ path });
    const entity = external('a', { openai_api_key: undefined, openai_api_key_plaintext: 'sk-very-secret' });
    await caller.call('POST', endpoints, {
      name: 'chat',
      config: { served_entities: [{ ...entity, burst_scaling_enabled: true }] },
      budget_policy_id: 'policy-1',
      rate_limits: [{ calls: 5, renewal_period: 'minute' }],
    });
    const pending = await caller.call('GET', `${endpoints}/chat`);
    const active = await caller.call('GET', `${endpoints}/chat`);
    const list = await caller.call('GET', endpoints);
    for (const { text } of [pending, active, list]) {
      expect(text).not.toMatch(/plaintext|sk-very-secret|burst_scaling|"budget_policy_id"|rate_limits/);
    }
    expect(active.json).toMatchObject({ effective_budget_policy_id: 'policy-1' });
    await caller.workspace.close();
    expect(readFileSync(path).includes('sk-very-secret')).toBe(false);
  });

  it('drops what it does not know, and takes null for absent', async () => {
    const caller = await localCaller();
    await caller.call('POST', endpoints, {
      name: 'chat',
      shoe_size: 43,
      description: null,
      config: { served_entities: [{ ...external('a'), entity_name: null, colour: 'red' }], name: 'chat' },
    });
    const { text, json } = await caller.call('GET', `${endpoints}/chat`);
    expect(text).not.toMatch(/shoe_size|colour|null/);
    expect(json).toMatchObject({ description: '' });
  });

  it('gives a route-optimised endpoint an address of its own', async () => {
    const caller = await localCaller();
    const endpoint = await create(caller, 'fast', [custom('a')], { route_optimized: true });
    const endpoint_url = 'http://workspace.test/serving-endpoints/fast/invocations';
    expect(endpoint).toMatchObject({
      route_optimized: true,
      endpoint_url,
      data_plane_info: {
        query_info: { endpoint_url, authorization_details: expect.stringContaining(endpoint.id) as unknown },
      },
    });
    expect(await create(caller, 'plain', [custom('a')])).not.toHaveProperty('endpoint_url');
  });

  it('fills in the prefix and the switch of legacy inference tables', async () => {
    const caller = await localCaller();
    const { config } = await create(caller, 'ranker', [custom('a')], {
      config: { auto_capture_config: { catalog_name: 'main', schema_name: 'logs' } },
    });
    expect(config?.['auto_capture_config']).toMatchObject({
      catalog_name: 'main',
      schema_name: 'logs',
      table_name_prefix: 'ranker',
      enabled: true,
      state: { payload_table: { name: 'ranker_payload' } },
    });
  });

  it('forces a model with provisioned throughput not to scale to zero', async () => {
    const caller = await localCaller();
    const { config } = await create(caller, 'llama', [
      {
        entity_name: 'system.ai.llama',
        entity_version: '1',
        min_provisioned_throughput: 0,
        max_provisioned_throughput: 970,
        scale_to_zero_enabled: true,
      },
    ]);
    expect(config?.served_entities[0]).toMatchObject({
      scale_to_zero_enabled: false,
      min_provisioned_throughput: 0,
      max_provisioned_throughput: 970,
    });
  });
});

describe('the list', () => {
  it('has thin rows: no traffic, no pending config, no permission level', async () => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    const { json } = await caller.call('GET', endpoints);
    const row = (json as { endpoints: Record<string, unknown>[] }).endpoints.find(
      ({ name }) => name === 'chat',
    );
    const { name, provider, task } = external('a').external_model;
    expect(row?.['config']).toEqual({
      served_entities: [{ name: 'a', external_model: { name, provider, task } }],
      served_models: [{ name: 'a' }],
    });
    for (const key of ['permission_level', 'pending_config', 'route_optimized'])
      expect(row).not.toHaveProperty(key);
  });

  it.each(['', '/'])(
    'answers with and without a slash at the end (%j), without a redirect',
    async (slash) => {
      const caller = await localCaller();
      const list = await caller.call('GET', `${endpoints}${slash}`);
      expect(list).toMatchObject({ status: 200, json: { endpoints: expect.any(Array) as unknown } });
      expect((await caller.call('POST', `${endpoints}${slash}`, { name: 'new' })).status).toBe(200);
    },
  );
});

describe('delete', () => {
  it('answers a JSON object, and a second one does not find it', async () => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    expect(await caller.call('DELETE', `${endpoints}/chat`)).toMatchObject({ status: 200, text: '{}' });
    expect(await caller.call('DELETE', `${endpoints}/chat`)).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "Endpoint with name 'chat' does not exist." },
    });
  });

  it('frees the name, but not the id and what hangs on it', async () => {
    const caller = await localCaller();
    const first = await create(caller, 'chat', [external('a')]);
    await caller.call('DELETE', `${endpoints}/chat`);
    const second = await create(caller, 'chat', [custom('b')]);
    expect(second.id).not.toBe(first.id);
    expect((await caller.call('GET', `/api/2.0/permissions/serving-endpoints/${first.id}`)).status).toBe(404);
  });
});

describe('a refusal', () => {
  it('has the envelope of the API, with the id of the request', async () => {
    const caller = await localCaller();
    const { status, json, headers } = await caller.call('GET', `${endpoints}/nope`);
    expect(status).toBe(404);
    expect(json).toEqual({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: "Endpoint with name 'nope' does not exist.",
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.RequestInfo',
          request_id: headers.get('x-request-id'),
          serving_data: '',
        },
      ],
    });
  });

  it('names a route that there is not', async () => {
    const caller = await localCaller();
    expect(await caller.call('POST', '/api/2.0/jobs/create', {})).toMatchObject({
      status: 404,
      json: { error_code: 'ENDPOINT_NOT_FOUND', message: "No API found for 'POST /api/2.0/jobs/create'" },
    });
  });

  it('of a name that is taken changes nothing', async () => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    expect(
      await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('b')] } }),
    ).toMatchObject({
      status: 409,
      json: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
    expect((await get(caller, 'chat')).config?.served_entities).toMatchObject([{ name: 'a' }]);
  });
});
