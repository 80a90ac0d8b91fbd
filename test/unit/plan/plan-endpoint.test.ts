import { describe, expect, it } from 'vitest';
import { createPermissionsCheck, plan } from '../../../src/plan/plan.ts';
import type { LiveEndpoint, PlanEntry, PlanOptions } from '../../../src/plan/types.ts';
import { planOptions } from '../../helpers/planning.ts';

type Part = Record<string, unknown>;

const entity = (name: string, more: Part = {}): Part => ({
  name,
  entity_name: 'main.models.m',
  entity_version: '1',
  scale_to_zero_enabled: false,
  ...more,
});
const external = (name: string, config: Part = {}): Part => ({
  name,
  external_model: { provider: 'openai', name: 'gpt', task: 'llm/v1/chat', openai_config: config },
});
const serving = (...served_entities: Part[]): Part => ({ config: { served_entities } });
const routed = (shares: Record<string, number>): Part => ({
  routes: Object.entries(shares).map(([served_entity_name, traffic_percentage]) => ({
    served_entity_name,
    traffic_percentage,
  })),
});
const limit = (calls: number, key = 'endpoint'): Part => ({ calls, key, renewal_period: 'minute' });

const liveOf = (live: Part, name = 'chat'): LiveEndpoint => ({
  endpoint: { name, id: '1', ...live },
  permissions: {},
});

function entryFor(desired: Part, live?: Part | LiveEndpoint, options: Partial<PlanOptions> = {}): PlanEntry {
  const name = typeof desired['name'] === 'string' ? desired['name'] : 'chat';
  const found = live && ('endpoint' in live ? (live as LiveEndpoint) : liveOf(live, name));
  const [entry] = plan({
    desired: { endpoints: [{ name, ...desired }] },
    actual: { endpoints: new Map(found ? [[name, found]] : []) },
    options: { ...planOptions, ...options },
  }).entries;
  if (!entry) throw new Error('an entry for each endpoint');
  return entry;
}

const calls = ({ steps }: PlanEntry): string[] => steps.map(({ step }) => step.call);
const bodies = ({ steps }: PlanEntry): unknown[] =>
  steps.flatMap(({ step }) => ('body' in step ? [step.body] : []));

describe('a real change', () => {
  const cases: readonly [
    path: string,
    desired: Part,
    live: Part,
    from: unknown,
    to: unknown,
    call: string,
  ][] = [
    [
      'config.served_entities[m].entity_version',
      serving(entity('m', { entity_version: '2' })),
      serving(entity('m')),
      '1',
      '2',
      'update-config',
    ],
    [
      'config.served_entities[m].scale_to_zero_enabled',
      serving(entity('m')),
      serving(entity('m', { scale_to_zero_enabled: true })),
      true,
      false,
      'update-config',
    ],
    [
      'config.served_entities[m].workload_type',
      serving(entity('m')),
      serving(entity('m', { workload_type: 'GPU_SMALL' })),
      'GPU_SMALL',
      undefined,
      'update-config',
    ],
    [
      'config.served_entities[m].workload_size',
      serving(entity('m', { workload_size: 'Large' })),
      serving(entity('m', { workload_size: 'Small' })),
      'Small',
      'Large',
      'update-config',
    ],
    [
      'config.served_entities[m].environment_vars.A',
      serving(entity('m', { environment_vars: { A: '' } })),
      serving(entity('m', { environment_vars: { A: 'x' } })),
      'x',
      '',
      'update-config',
    ],
    [
      'config.served_entities[m].environment_vars',
      serving(entity('m')),
      serving(entity('m', { environment_vars: { A: 'x' } })),
      { A: 'x' },
      undefined,
      'update-config',
    ],
    [
      'config.served_entities[m].instance_profile_arn',
      serving(entity('m')),
      serving(entity('m', { instance_profile_arn: 'arn' })),
      'arn',
      undefined,
      'update-config',
    ],
    [
      'config.served_entities[g].external_model.openai_config.openai_api_key',
      serving(external('g', { openai_api_key: '{{secrets/a/b}}' })),
      serving(external('g', { openai_api_key: '{{secrets/a/c}}' })),
      '{{secrets/a/c}}',
      '{{secrets/a/b}}',
      'update-config',
    ],
    [
      'config.served_entities[g].external_model.task',
      serving({ name: 'g', external_model: { name: 'x', task: 'b' } }),
      serving({ name: 'g', external_model: { name: 'x', task: 'a' } }),
      'a',
      'b',
      'update-config',
    ],
    [
      'ai_gateway.rate_limits[endpoint calls].calls',
      { ai_gateway: { rate_limits: [limit(0)] } },
      { ai_gateway: { rate_limits: [limit(10)] } },
      10,
      0,
      'put-ai-gateway',
    ],
    [
      'ai_gateway.rate_limits[user calls]',
      { ai_gateway: { rate_limits: [limit(1)] } },
      { ai_gateway: { rate_limits: [limit(1), limit(2, 'user')] } },
      limit(2, 'user'),
      undefined,
      'put-ai-gateway',
    ],
    [
      'ai_gateway',
      { ai_gateway: { fallback_config: { enabled: true } } },
      {},
      undefined,
      { fallback_config: { enabled: true } },
      'put-ai-gateway',
    ],
    [
      'ai_gateway.guardrails',
      { ai_gateway: {} },
      { ai_gateway: { guardrails: { input: { safety: true } } } },
      { input: { safety: true } },
      undefined,
      'put-ai-gateway',
    ],
    [
      'tags[a].value',
      { tags: [{ key: 'a', value: '2' }] },
      { tags: [{ key: 'a', value: '1' }] },
      '1',
      '2',
      'patch-tags',
    ],
    ['tags[b]', { tags: [] }, { tags: [{ key: 'b' }] }, { key: 'b' }, undefined, 'patch-tags'],
    [
      'email_notifications.on_update_failure',
      { email_notifications: { on_update_failure: ['a@x'] } },
      { email_notifications: { on_update_failure: ['b@x'] } },
      ['b@x'],
      ['a@x'],
      'update-notifications',
    ],
    [
      'email_notifications.on_update_success',
      { email_notifications: {} },
      { email_notifications: { on_update_success: ['b@x'] } },
      ['b@x'],
      undefined,
      'update-notifications',
    ],
    [
      'uc_system_metrics_export_state',
      { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' },
      {},
      undefined,
      'FIRST_PARTY_EXPORT_ENABLED',
      'patch-system-metrics-export-state',
    ],
    [
      'telemetry_config.telemetry_profile_id',
      { telemetry_config: { telemetry_profile_id: 'b' } },
      { telemetry_config: { telemetry_profile_id: 'a' }, ...serving(entity('m')) },
      'a',
      'b',
      'patch-telemetry-config',
    ],
    [
      'telemetry_config.telemetry_profile_id',
      { telemetry_config: {} },
      { telemetry_config: { telemetry_profile_id: 'a' }, ...serving(entity('m')) },
      'a',
      undefined,
      'patch-telemetry-config',
    ],
    [
      'telemetry_config',
      { telemetry_config: { table_names: { logs_table: 'a.b.c' } } },
      serving(entity('m')),
      undefined,
      { table_names: { logs_table: 'a.b.c' } },
      'patch-telemetry-config',
    ],
  ];

  it.each(cases)('%s is one change through one call', (path, desired, live, from, to, call) => {
    const entry = entryFor(desired, live);
    expect(entry.action).toBe('update');
    expect(entry.changes.map((change) => [change.path, change.from, change.to, change.call])).toEqual([
      [path, from, to, call],
    ]);
    expect(calls(entry).filter((each) => each !== 'wait')).toEqual([call]);
    expect(entry.blocked).toEqual([]);
  });

  it('tells where in the document it stands, in the words of the older form', () => {
    const model = { name: 'm', model_name: 'main.models.m', scale_to_zero_enabled: false };
    const [change] = entryFor(
      { config: { served_models: [{ ...model, model_version: '2' }] } },
      serving(entity('m')),
    ).changes;
    expect(change?.at).toEqual(['config', 'served_models', 0, 'model_version']);
  });

  it('shows no secret of an environment, and keeps it out of the steps', () => {
    const withKey = (API_KEY: string): Part =>
      serving(entity('m', { environment_vars: { API_KEY, A: '1' } }));
    const entry = entryFor(withKey('hunter2'), withKey('hunter1'));
    expect(entry.changes).toMatchObject([{ from: '(hidden)', to: '(hidden)' }]);
    expect(JSON.stringify(entry)).not.toContain('hunter');
    expect(entry.steps[0]?.withheld).toMatchObject([
      { path: ['served_entities', 0, 'environment_vars', 'API_KEY'] },
    ]);
  });
});

describe('the order of steps', () => {
  it('has cheap calls first, telemetry after the deployment, permissions last', () => {
    const entry = entryFor(
      {
        ...serving(entity('m', { entity_version: '2' })),
        tags: [{ key: 'a' }],
        email_notifications: { on_update_failure: ['a@x'] },
        ai_gateway: { usage_tracking_config: { enabled: true } },
        telemetry_config: { telemetry_profile_id: 'p' },
        permissions: [{ group_name: 'staff', level: 'CAN_QUERY' }],
      },
      serving(entity('m')),
    );
    expect(calls(entry)).toEqual([
      'patch-tags',
      'update-notifications',
      'put-ai-gateway',
      'wait',
      'update-config',
      'wait',
      'patch-telemetry-config',
      'update-permissions',
    ]);
  });

  it('waits for a deployment that is the last call', () => {
    const entry = entryFor(serving(entity('m', { entity_version: '2' })), serving(entity('m')));
    expect(calls(entry)).toEqual(['update-config', 'wait']);
  });

  it('moves an inference table in two steps', () => {
    const table = (catalog_name: string): Part => ({
      ai_gateway: { inference_table_config: { enabled: true, catalog_name, schema_name: 's' } },
    });
    const entry = entryFor(table('new'), table('old'));
    expect(calls(entry)).toEqual(['put-ai-gateway', 'wait', 'put-ai-gateway']);
    expect(bodies(entry)).toMatchObject([
      { inference_table_config: { enabled: false, catalog_name: 'old' } },
      { inference_table_config: { enabled: true, catalog_name: 'new' } },
    ]);
  });

  it('sends on the table prefix and the payload logging that a document leaves out', () => {
    const live = {
      ai_gateway: {
        inference_table_config: {
          enabled: true,
          catalog_name: 'c',
          schema_name: 's',
          table_name_prefix: 'p',
        },
      },
      config: {
        served_entities: [entity('m')],
        auto_capture_config: { catalog_name: 'c', schema_name: 's', enabled: true, state: {} },
      },
    };
    const entry = entryFor(
      {
        ai_gateway: {
          inference_table_config: { enabled: true, catalog_name: 'c', schema_name: 's' },
          rate_limits: [limit(1)],
        },
        ...serving(entity('m', { entity_version: '2' })),
      },
      live,
    );
    expect(bodies(entry)).toMatchObject([
      { inference_table_config: { table_name_prefix: 'p' } },
      { auto_capture_config: { catalog_name: 'c', schema_name: 's', enabled: true } },
    ]);
    expect(JSON.stringify(bodies(entry))).not.toContain('state');
  });

  it('sends a zero and a false as they are written', () => {
    const entry = entryFor({ ...serving(entity('m')), ai_gateway: { rate_limits: [limit(0)] } });
    expect(bodies(entry)).toMatchObject([
      {
        config: { served_entities: [{ scale_to_zero_enabled: false }] },
        ai_gateway: { rate_limits: [{ calls: 0 }] },
      },
    ]);
  });
});

describe('fallbacks', () => {
  const two = [entity('a'), entity('b')];
  const split = routed({ a: 100, b: 0 });
  const with_ = (entities: Part[], enabled: boolean): Part => ({
    config: { served_entities: entities, traffic_config: split },
    ai_gateway: { fallback_config: { enabled } },
  });

  it('give the order of entities a meaning', () => {
    const entry = entryFor(with_(two.toReversed(), true), with_(two, true));
    expect(entry.changes).toMatchObject([
      {
        path: 'config.served_entities',
        from: ['a', 'b'],
        to: ['b', 'a'],
        reason: 'order',
        call: 'update-config',
      },
    ]);
    expect(entryFor(with_(two.toReversed(), false), with_(two, false)).action).toBe('none');
  });

  it('take the config with them where they are turned on, since the deployed order is not known', () => {
    const entry = entryFor(with_(two, true), with_(two, false));
    expect(calls(entry)).toEqual(['update-config', 'wait', 'put-ai-gateway']);
  });
});

describe('what no call changes', () => {
  const capture = (auto_capture_config: Part): Part => ({
    config: { served_entities: [entity('m')], auto_capture_config },
  });
  it.each([
    ['description', { description: 'new' }, { description: 'old', ...serving(entity('m')) }],
    ['route_optimized', { route_optimized: true }, { route_optimized: false, ...serving(entity('m')) }],
    [
      'config.auto_capture_config.catalog_name',
      capture({ catalog_name: 'b' }),
      capture({ catalog_name: 'a' }),
    ],
    ['config.auto_capture_config.enabled', capture({ enabled: true }), capture({ enabled: false })],
    [
      'config.served_entities[m].external_model',
      serving({ name: 'm', external_model: { name: 'x' } }),
      serving(entity('m')),
    ],
  ])('%s is planned as a replacement, and blocked until it is allowed', (path, desired, live) => {
    const all = { ...serving(entity('m')), ...desired };
    const entry = entryFor(all, live);
    expect(entry).toMatchObject({ action: 'replace', risks: ['replace', 'downtime'] });
    expect(entry.changes.filter(({ effect }) => effect === 'replace').map((change) => change.path)).toContain(
      path,
    );
    expect(entry.blocked.map(({ code }) => code)).toEqual(['replace-not-allowed']);
    expect(calls(entry)).toEqual(['delete', 'create', 'wait']);
    expect(entryFor(all, live, { allowReplace: true }).blocked).toEqual([]);
  });

  it('takes over what the document does not mention, and who may do what', () => {
    const live: LiveEndpoint = {
      ...liveOf({
        ...serving(entity('m')),
        tags: [{ key: 'a' }],
        ai_gateway: { fallback_config: { enabled: true } },
      }),
      permissions: {
        access_control_list: [
          { group_name: 'staff', all_permissions: [{ permission_level: 'CAN_QUERY', inherited: false }] },
          { group_name: 'admins', all_permissions: [{ permission_level: 'CAN_MANAGE', inherited: true }] },
        ],
      },
    };
    const entry = entryFor({ ...serving(entity('m')), description: 'new' }, live, { allowReplace: true });
    expect(bodies(entry)).toMatchObject([
      { description: 'new', tags: [{ key: 'a' }], ai_gateway: { fallback_config: { enabled: true } } },
      { access_control_list: [{ group_name: 'staff', permission_level: 'CAN_QUERY' }] },
    ]);
  });

  it('cannot be had without saying what is to be served', () => {
    const entry = entryFor({ description: 'new' }, serving(entity('m')), { allowReplace: true });
    expect(entry.blocked.map(({ code }) => code)).toEqual(['replace-incomplete']);
  });

  it('asks for the permissions only where they are needed', () => {
    const isNeeded = createPermissionsCheck(planOptions);
    const live = liveOf({ description: 'old' });
    expect(isNeeded({ name: 'chat', description: 'new' }, live)).toBe(true);
    expect(isNeeded({ name: 'chat', description: 'old' }, live)).toBe(false);
    expect(isNeeded({ name: 'chat', permissions: [] }, live)).toBe(true);
  });
});

describe('what is compared with', () => {
  const one = serving(entity('m'))['config'];
  const other = serving(entity('m', { entity_version: '2' }))['config'];

  it('is the config that is being deployed', () => {
    const live = { config: one, pending_config: other, state: { config_update: 'IN_PROGRESS' } };
    expect(entryFor({ config: other }, live)).toMatchObject({ action: 'none', busy: true });
  });

  it('is the deployed config where the last deployment failed, so that it is tried again', () => {
    const live = { config: one, pending_config: other, state: { config_update: 'UPDATE_FAILED' } };
    expect(entryFor({ config: other }, live)).toMatchObject({ action: 'update', busy: false });
  });
});

describe('a config without entities', () => {
  it.each([[{ served_entities: [] }], [{ traffic_config: routed({ m: 50, n: 50 }) }]])(
    'is refused: %j',
    (config) => {
      const entry = entryFor(
        { config },
        { config: { served_entities: [entity('m')], traffic_config: routed({ m: 100 }) } },
      );
      expect(entry.blocked.map(({ code }) => code)).toEqual(['config-incomplete']);
    },
  );
});

describe('an endpoint that Databricks provides', () => {
  const name = 'databricks-llama';
  const live = { endpoint_type: 'FOUNDATION_MODEL_API', ...serving({ name }) };

  it('takes a gateway, limits and permissions', () => {
    const desired = {
      name,
      ai_gateway: { rate_limits: [limit(5)] },
      permissions: [{ group_name: 'a', level: 'CAN_QUERY' }],
    };
    const entry = entryFor(desired, live, { owner: 'team' });
    expect(calls(entry)).toEqual(['put-ai-gateway', 'update-permissions']);
    expect(entry.blocked).toEqual([]);
  });

  it('takes nothing else', () => {
    expect(entryFor({ name, tags: [{ key: 'a' }] }, live).blocked).toMatchObject([
      { code: 'provided-by-databricks' },
    ]);
    expect(entryFor({ name, description: 'mine' }, live).blocked).toMatchObject([
      { code: 'provided-by-databricks' },
    ]);
  });

  it('is never created', () => {
    expect(entryFor({ name, ai_gateway: {} })).toMatchObject({
      action: 'none',
      steps: [],
      blocked: [{ code: 'not-there' }],
    });
  });
});

describe('risks', () => {
  it('tell where traffic moves', () => {
    const config = (share: number): Part => ({
      config: {
        served_entities: [entity('a'), entity('b')],
        traffic_config: routed({ a: share, b: 100 - share }),
      },
    });
    expect(entryFor(config(50), config(90)).risks).toEqual(['traffic']);
    expect(entryFor({ tags: [] }, { tags: [{ key: 'a' }] }).risks).toEqual([]);
  });
});

describe('the owner', () => {
  it('is set as a tag, beside the tags that are there or are declared', () => {
    const live = { tags: [{ key: 'a' }] };
    expect(bodies(entryFor({}, live, { owner: 'team' }))).toEqual([
      { add_tags: [{ key: 'servectl_owner', value: 'team' }] },
    ]);
    expect(bodies(entryFor({ tags: [] }, live, { owner: 'team' }))).toEqual([
      { add_tags: [{ key: 'servectl_owner', value: 'team' }], delete_tags: ['a'] },
    ]);
  });

  it('stays where none is given', () => {
    const live = { tags: [{ key: 'a' }, { key: 'servectl_owner', value: 'team' }] };
    expect(bodies(entryFor({ tags: [] }, live))).toEqual([{ delete_tags: ['a'] }]);
  });
});
