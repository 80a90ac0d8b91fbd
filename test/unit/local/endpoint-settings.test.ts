import { describe, expect, it } from 'vitest';
import { handClock, localCaller, type LocalCaller } from '../../helpers/local.ts';
import { create, custom, endpoints, external, get } from '../../helpers/local-requests.ts';

const invalid = (message: RegExp) => ({
  status: 400,
  json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) as unknown },
});

async function withChat(): Promise<LocalCaller> {
  const caller = await localCaller();
  await create(caller, 'chat', [external('a')], { tags: [{ key: 'team', value: 'x' }] });
  return caller;
}

describe('tags', () => {
  it('are added over what is there, then deleted, and answered as an object', async () => {
    const caller = await withChat();
    const { json } = await caller.call('PATCH', `${endpoints}/chat/tags`, {
      add_tags: [{ key: 'team', value: 'y' }, { key: 'b' }, { key: 'a' }],
      delete_tags: ['b', 'unknown'],
    });
    expect(json).toEqual({ tags: [{ key: 'a' }, { key: 'team', value: 'y' }] });
    expect((await get(caller, 'chat')).tags).toEqual([{ key: 'a' }, { key: 'team', value: 'y' }]);
  });

  it('are left away from the answer once none is left', async () => {
    const caller = await withChat();
    expect((await caller.call('PATCH', `${endpoints}/chat/tags`, { delete_tags: ['team'] })).json).toEqual({
      tags: [],
    });
    expect(await get(caller, 'chat')).not.toHaveProperty('tags');
  });

  it.each(['', 'a=b', 'a:b', 'x'.repeat(256)])('refuse the key %j', async (key) => {
    const caller = await withChat();
    const answer = await caller.call('PATCH', `${endpoints}/chat/tags`, { add_tags: [{ key }] });
    expect(answer).toMatchObject(invalid(/tag key/));
  });
});

describe('the deprecated rate limits', () => {
  it('are echoed by the call that sets them, and by no other', async () => {
    const caller = await withChat();
    const limits = { rate_limits: [{ calls: 5, key: 'user', renewal_period: 'minute' }] };
    expect((await caller.call('PUT', `${endpoints}/chat/rate-limits`, limits)).json).toEqual(limits);
    expect((await caller.call('GET', `${endpoints}/chat`)).text).not.toContain('rate_limits');
    expect((await caller.call('PUT', `${endpoints}/chat/rate-limits`, {})).json).toEqual({ rate_limits: [] });
  });

  it('of the older kind are taken for foundation models, tuned ones included', async () => {
    const caller = await localCaller();
    const limits = { rate_limits: [{ calls: 5, renewal_period: 'minute' }] };
    await create(caller, 'llama', [
      { entity_name: 'system.ai.llama', entity_version: '1', max_provisioned_throughput: 1940 },
    ]);
    await create(caller, 'tuned', [custom('a', { max_provisioned_throughput: 1940 })]);
    for (const name of ['llama', 'tuned']) {
      expect((await caller.call('PUT', `${endpoints}/${name}/rate-limits`, limits)).json).toEqual(limits);
    }
  });

  it('are not for custom models, but for those that the workspace provides', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    const limits = { rate_limits: [{ calls: 5, renewal_period: 'minute' }] };
    expect(await caller.call('PUT', `${endpoints}/ranker/rate-limits`, limits)).toMatchObject(
      invalid(/foundation models/),
    );
    expect((await caller.call('PUT', `${endpoints}/local-echo/rate-limits`, limits)).status).toBe(200);
  });
});

describe('the AI gateway', () => {
  const table = { enabled: true, catalog_name: 'main', schema_name: 'logs', table_name_prefix: 'chat' };

  it('is replaced as a whole, and cleared by an empty request', async () => {
    const caller = await withChat();
    const put = (body: unknown) => caller.call('PUT', `${endpoints}/chat/ai-gateway`, body);
    const limits = { rate_limits: [{ calls: 5, tokens: 100, key: 'user', renewal_period: 'minute' }] };
    expect((await put({ ...limits, usage_tracking_config: { enabled: true } })).json).toEqual({
      ...limits,
      usage_tracking_config: { enabled: true },
    });
    expect((await put(limits)).json).toEqual(limits);
    expect((await get(caller, 'chat'))['ai_gateway']).toEqual(limits);
    expect((await put({})).json).toEqual({});
    expect(await get(caller, 'chat')).not.toHaveProperty('ai_gateway');
  });

  it('moves inference tables only while they are disabled', async () => {
    const caller = await withChat();
    const put = (inference_table_config: unknown) =>
      caller.call('PUT', `${endpoints}/chat/ai-gateway`, { inference_table_config });
    await put(table);
    expect(await put({ ...table, schema_name: 'other' })).toMatchObject(
      invalid(/'schema_name'.*disable them first/),
    );
    expect((await put({ ...table, enabled: false, schema_name: 'other' })).status).toBe(200);
    expect((await put({ ...table, schema_name: 'other' })).status).toBe(200);
  });

  it('does not disturb a deployment', async () => {
    const caller = await localCaller({ deployment: 1000 });
    await caller.call('POST', endpoints, { name: 'chat', config: { served_entities: [external('a')] } });
    expect(
      (await caller.call('PUT', `${endpoints}/chat/ai-gateway`, { fallback_config: { enabled: true } }))
        .status,
    ).toBe(200);
    expect(await get(caller, 'chat')).toMatchObject({
      state: { config_update: 'IN_PROGRESS' },
      ai_gateway: { fallback_config: { enabled: true } },
    });
  });
});

describe('notifications', () => {
  it('are replaced as a whole, and cleared by an empty object', async () => {
    const caller = await withChat();
    const patch = (email_notifications: unknown) =>
      caller.call('PATCH', `${endpoints}/chat/notifications`, { email_notifications });
    const one = { on_update_success: ['ada@example.com'] };
    expect((await patch(one)).json).toEqual({ name: 'chat', email_notifications: one });
    expect((await get(caller, 'chat'))['email_notifications']).toEqual(one);
    expect((await patch({})).json).toEqual({ name: 'chat' });
    expect(await get(caller, 'chat')).not.toHaveProperty('email_notifications');
  });
});

describe('telemetry', () => {
  const tables = {
    table_names: { logs_table: 'main.logs.chat' },
    inference_table_config: { sampling_fraction: 0.5 },
  };
  const patch = (caller: LocalCaller, name: string, body: unknown) =>
    caller.call('PATCH', `${endpoints}/${name}/telemetry-config`, body);

  it('uses up the names of tables to make a profile', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    const { json } = await patch(caller, 'ranker', { telemetry_config: tables });
    expect(json).toMatchObject({
      telemetry_config: {
        telemetry_profile_id: expect.any(String) as unknown,
        inference_table_config: { sampling_fraction: 0.5, name: 'main.logs.chat_payload' },
      },
    });
    expect((await caller.call('GET', `${endpoints}/ranker`)).text).not.toContain('table_names');
  });

  it('is kept by a config that names nothing, and removed by none at all', async () => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')], { telemetry_config: { telemetry_profile_id: 'p' } });
    const kept = await patch(caller, 'ranker', { telemetry_config: { enabled_telemetry_features: [] } });
    expect(kept.json).toMatchObject({ telemetry_config: { telemetry_profile_id: 'p' } });
    expect((await patch(caller, 'ranker', {})).json).not.toHaveProperty('telemetry_config');
  });

  it('is dropped in silence by create where the endpoint can have none', async () => {
    const caller = await localCaller();
    const chat = await create(caller, 'chat', [external('a')], { telemetry_config: tables });
    expect(chat).not.toHaveProperty('telemetry_config');
  });

  it.each([
    ['chat', 'EXTERNAL_MODELS'],
    ['empty', 'NO_CONFIG'],
    ['local-echo', 'FOUNDATION_MODEL_API'],
  ])('is refused for the endpoint %s by its type', async (name, type) => {
    const caller = await localCaller();
    await create(caller, 'chat', [external('a')]);
    await caller.call('POST', endpoints, { name: 'empty' });
    expect(await patch(caller, name, { telemetry_config: tables })).toMatchObject(
      invalid(new RegExp(`not supported for endpoint type '${type}'`)),
    );
  });

  it('waits for an update to end', async () => {
    const clock = handClock();
    const caller = await localCaller({ clock, deployment: 1000 });
    await caller.call('POST', endpoints, { name: 'ranker', config: { served_entities: [custom('a')] } });
    expect(await patch(caller, 'ranker', { telemetry_config: tables })).toMatchObject({
      status: 409,
      json: {
        error_code: 'RESOURCE_CONFLICT',
        message: expect.stringContaining('telemetry configuration') as unknown,
      },
    });
    clock.advance(1000);
    expect((await patch(caller, 'ranker', { telemetry_config: tables })).status).toBe(200);
  });

  it.each([
    [{ ...tables, telemetry_profile_id: 'p' }, /Only one of/],
    [{ table_names: { logs_table: 'logs' } }, /full name/],
    [{ ...tables, inference_table_config: { sampling_fraction: 2 } }, /between 0 and 1/],
  ])('refuses %j', async (telemetry_config, message) => {
    const caller = await localCaller();
    await create(caller, 'ranker', [custom('a')]);
    expect(await patch(caller, 'ranker', { telemetry_config })).toMatchObject(invalid(message));
  });
});

describe('the export of system metrics', () => {
  it('is set and removed without a new version', async () => {
    const caller = await withChat();
    const patch = (body: unknown) =>
      caller.call('PATCH', `${endpoints}/chat/system-metrics-export-state`, body);
    const on = { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' };
    expect((await patch(on)).json).toMatchObject({ ...on, config: { config_version: 1 } });
    expect((await patch({})).json).not.toHaveProperty('uc_system_metrics_export_state');
  });
});

describe.each([
  ['PATCH', 'tags'],
  ['PUT', 'rate-limits'],
  ['PUT', 'ai-gateway'],
  ['PATCH', 'notifications'],
  ['PATCH', 'telemetry-config'],
  ['PATCH', 'system-metrics-export-state'],
  ['PUT', 'config'],
  ['POST', 'config:stop'],
  ['POST', 'config:start'],
])('%s %s', (method, call) => {
  it('does not find an endpoint that is not there', async () => {
    const caller = await localCaller();
    expect(await caller.call(method, `${endpoints}/nope/${call}`, {})).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "Endpoint with name 'nope' does not exist." },
    });
  });
});
