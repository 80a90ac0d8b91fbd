import { describe, expect, it } from 'vitest';
import { fieldPolicies } from '../../../src/plan/field-policy.ts';
import type { ServingEndpointDetailed } from '../../../schemas/api/serving-endpoint-detailed.ts';
import { plan } from '../../../src/plan/plan.ts';
import type { PlanEntry, PlanOptions } from '../../../src/plan/types.ts';
import { planOptions } from '../../helpers/planning.ts';

type Live = Record<string, unknown>;
type Part = Record<string, unknown>;

function entryFor(desired: Part, live: Live, options: Partial<PlanOptions> = {}): PlanEntry {
  const endpoint = { name: 'chat', id: '1', ...live } as ServingEndpointDetailed;
  const [entry] = plan({
    desired: { endpoints: [{ name: 'chat', ...desired }] },
    actual: { endpoints: new Map([['chat', { endpoint, permissions: {} }]]) },
    options: { ...planOptions, ...options },
  }).entries;
  if (!entry) throw new Error('an entry for each endpoint');
  return entry;
}

const custom = { name: 'm', entity_name: 'main.models.m', entity_version: '1' };
const openai = (config: Part): Part => ({
  name: 'gpt',
  external_model: { provider: 'openai', name: 'gpt', task: 'llm/v1/chat', openai_config: config },
});
const serving = (...served_entities: Part[]): Part => ({ config: { served_entities } });
const lone = {
  traffic_config: { routes: [{ served_model_name: 'm', served_entity_name: 'm', traffic_percentage: 100 }] },
};

describe('a difference that is none', () => {
  const cases: readonly [policy: string, what: string, desired: Part, live: Live][] = [
    ['empty-text', 'an empty description', { description: '' }, {}],
    [
      'entities-by-name',
      'another order of entities',
      serving(custom, { ...custom, name: 'n' }),
      serving({ ...custom, name: 'n' }, custom),
    ],
    [
      'routes-by-entity',
      'another order of routes, and their older names',
      {
        config: {
          traffic_config: {
            routes: [
              { served_model_name: 'a', traffic_percentage: 60 },
              { served_entity_name: 'b', traffic_percentage: 40 },
            ],
          },
        },
      },
      {
        config: {
          traffic_config: {
            routes: [
              { served_model_name: 'b', served_entity_name: 'b', traffic_percentage: 40 },
              { served_model_name: 'a', served_entity_name: 'a', traffic_percentage: 60 },
            ],
          },
        },
      },
    ],
    [
      'tags-by-key',
      'another order of tags',
      { tags: [{ key: 'a' }, { key: 'b', value: '1' }] },
      {
        tags: [
          { key: 'b', value: '1' },
          { key: 'a', value: '' },
        ],
      },
    ],
    [
      'rate-limits-by-key',
      'another order of limits',
      {
        ai_gateway: {
          rate_limits: [
            { calls: 0, renewal_period: 'minute' },
            { tokens: 9, key: 'user', renewal_period: 'minute' },
          ],
        },
      },
      {
        ai_gateway: {
          rate_limits: [
            { tokens: 9, key: 'user', renewal_period: 'minute' },
            { calls: 0, key: 'endpoint', renewal_period: 'minute' },
          ],
        },
      },
    ],
    [
      'addresses-unordered',
      'another order of addresses',
      { email_notifications: { on_update_success: ['a@x', 'b@x'], on_update_failure: [] } },
      { email_notifications: { on_update_success: ['b@x', 'a@x'] } },
    ],
    [
      'words-unordered',
      'another order of words',
      { ai_gateway: { guardrails: { input: { valid_topics: ['a', 'b'] } } } },
      { ai_gateway: { guardrails: { input: { valid_topics: ['b', 'a'] } } } },
    ],
    [
      'features-of-telemetry',
      'all features instead of none named',
      { telemetry_config: { telemetry_profile_id: 'p' }, ...serving(custom) },
      {
        telemetry_config: {
          telemetry_profile_id: 'p',
          enabled_telemetry_features: [
            'TELEMETRY_FEATURE_TRACES',
            'TELEMETRY_FEATURE_METRICS',
            'TELEMETRY_FEATURE_LOGS',
            'TELEMETRY_FEATURE_INFERENCE_TABLE',
          ],
        },
        ...serving(custom),
      },
    ],
    [
      'bedrock-provider-case',
      'another case of the Bedrock provider',
      serving({ external_model: { name: 'c', amazon_bedrock_config: { bedrock_provider: 'Anthropic' } } }),
      serving({
        name: 'c',
        external_model: { name: 'c', amazon_bedrock_config: { bedrock_provider: 'anthropic' } },
      }),
    ],
    [
      'numbers-of-limits',
      'a limit told as text',
      { ai_gateway: { rate_limits: [{ calls: 5, renewal_period: 'minute' }] } },
      { ai_gateway: { rate_limits: [{ calls: '5', key: 'endpoint', renewal_period: 'minute' }] } },
    ],
    [
      'numbers-of-throughput',
      'model units told as text',
      serving({ ...custom, provisioned_model_units: 50 }),
      serving({ ...custom, provisioned_model_units: '50' }),
    ],
    [
      'undeclared',
      'a route optimisation that is not declared',
      { description: 'd' },
      { description: 'd', route_optimized: true },
    ],
    [
      'undeclared-clearable',
      'a gateway, tags and telemetry that are not declared',
      { description: 'd' },
      {
        description: 'd',
        ai_gateway: { fallback_config: { enabled: true } },
        tags: [{ key: 'a' }],
        telemetry_config: { telemetry_profile_id: 'p' },
      },
    ],
    ['undeclared-entities', 'entities that are not declared', { config: {} }, serving(custom)],
    [
      'undeclared-routes',
      'the route that the service adds',
      serving(custom),
      { config: { served_entities: [custom], ...lone } },
    ],
    [
      'undeclared-capture',
      'payload logging that is not declared',
      serving(custom),
      { config: { served_entities: [custom], auto_capture_config: { catalog_name: 'c', enabled: true } } },
    ],
    [
      'ownership-tag',
      'the tag of an owner',
      { tags: [] },
      { tags: [{ key: 'servectl_owner', value: 'team' }] },
    ],
    [
      'server-owned',
      "the service's own fields",
      serving(custom),
      {
        creator: 'a',
        state: { ready: 'READY' },
        task: 't',
        config: {
          config_version: 3,
          served_entities: [
            { ...custom, state: { deployment: 'DEPLOYMENT_READY' }, creator: 'a', creation_timestamp: 1 },
          ],
        },
      },
    ],
    [
      'telemetry-table-name',
      'the name of the telemetry table',
      { telemetry_config: { telemetry_profile_id: 'p' }, ...serving(custom) },
      {
        telemetry_config: { telemetry_profile_id: 'p', inference_table_config: { name: 'a.b.c_payload' } },
        ...serving(custom),
      },
    ],
    ['unknown-answer', 'a field of a later version', serving(custom), serving({ ...custom, quantum: true })],
    [
      'plaintext',
      'a credential in plain text',
      serving(openai({ openai_api_key_plaintext: 'k' })),
      serving(openai({})),
    ],
    [
      'plaintext-of-custom-provider',
      'a credential of a custom provider',
      serving({
        external_model: {
          name: 'c',
          custom_provider_config: { bearer_token_auth: { token_plaintext: 't' } },
        },
      }),
      serving({
        name: 'c',
        external_model: { name: 'c', custom_provider_config: { bearer_token_auth: {} } },
      }),
    ],
    [
      'burst-scaling',
      'burst scaling',
      serving({ ...custom, provisioned_model_units: 5, burst_scaling_enabled: false }),
      serving({ ...custom, provisioned_model_units: 5 }),
    ],
    [
      'legacy-rate-limits',
      'limits of the older kind',
      { rate_limits: [{ calls: 5, renewal_period: 'minute' }] },
      {},
    ],
    ['budget-policy', 'the budget policy', { budget_policy_id: 'b' }, { budget_policy_id: '' }],
    [
      'telemetry-unsupported',
      'telemetry of an external model',
      { telemetry_config: { telemetry_profile_id: 'p' }, ...serving(openai({})) },
      serving(openai({})),
    ],
    [
      'telemetry-nowhere',
      'telemetry that goes nowhere',
      { telemetry_config: { enabled_telemetry_features: ['TELEMETRY_FEATURE_LOGS'] }, ...serving(custom) },
      serving(custom),
    ],
    [
      'telemetry-tables',
      'the tables of telemetry',
      { telemetry_config: { table_names: { logs_table: 'a.b.c' } }, ...serving(custom) },
      { telemetry_config: { telemetry_profile_id: 'p' }, ...serving(custom) },
    ],
    [
      'telemetry-profile',
      'the profile made of tables',
      { telemetry_config: { table_names: { logs_table: 'a.b.c' } }, ...serving(custom) },
      { telemetry_config: { telemetry_profile_id: 'p' }, ...serving(custom) },
    ],
    [
      'sampling-fraction',
      'a share that the service chose',
      { telemetry_config: { table_names: { logs_table: 'a.b.c' } }, ...serving(custom) },
      {
        telemetry_config: { telemetry_profile_id: 'p', inference_table_config: { sampling_fraction: 1 } },
        ...serving(custom),
      },
    ],
    [
      'external-capacity',
      'a size of an external model',
      serving(openai({})),
      serving({ ...openai({}), workload_size: 'Small', workload_type: 'GPU_SMALL' }),
    ],
    [
      'external-scaling',
      'scaling of an external model',
      serving(openai({})),
      serving({ ...openai({}), scale_to_zero_enabled: false }),
    ],
    [
      'throughput-scaling',
      'scaling of provisioned throughput',
      serving({ ...custom, max_provisioned_throughput: 9, scale_to_zero_enabled: true }),
      serving({ ...custom, max_provisioned_throughput: 9, scale_to_zero_enabled: false }),
    ],
    [
      'throughput-machine',
      'the machine of provisioned throughput',
      serving({ ...custom, max_provisioned_throughput: 9 }),
      serving({
        ...custom,
        max_provisioned_throughput: 9,
        workload_size: 'Small',
        workload_type: 'GPU_LARGE',
      }),
    ],
    [
      'scaling',
      'scaling that is not declared',
      serving(custom),
      serving({ ...custom, scale_to_zero_enabled: true }),
    ],
    ['workload-type', 'CPU by default', serving(custom), serving({ ...custom, workload_type: 'CPU' })],
    [
      'workload-size',
      'a size that the service chose',
      serving(custom),
      serving({ ...custom, workload_size: 'Medium' }),
    ],
    [
      'concurrency',
      'the bound that the other implies',
      serving({ ...custom, max_provisioned_concurrency: 8 }),
      serving({ ...custom, min_provisioned_concurrency: 4, max_provisioned_concurrency: 8 }),
    ],
    [
      'throughput',
      'no throughput, told as 0',
      serving({ ...custom, max_provisioned_throughput: 9 }),
      serving({ ...custom, min_provisioned_throughput: 0, max_provisioned_throughput: 9 }),
    ],
    [
      'model-units',
      'no model units, told as 0',
      serving(custom),
      serving({ ...custom, provisioned_model_units: 0 }),
    ],
    [
      'openai-api-type',
      'OpenAI by default',
      serving(openai({ openai_api_type: 'openai' })),
      serving(openai({})),
    ],
    [
      'usage-tracking',
      'no usage tracking, told as false',
      { ai_gateway: {} },
      { ai_gateway: { usage_tracking_config: { enabled: false } } },
    ],
    [
      'inference-table',
      'no inference table, told as false',
      { ai_gateway: { inference_table_config: { enabled: false } } },
      {},
    ],
    [
      'inference-table-prefix',
      'the prefix of the table',
      { ai_gateway: { inference_table_config: { enabled: true, catalog_name: 'c', schema_name: 's' } } },
      {
        ai_gateway: {
          inference_table_config: {
            enabled: true,
            catalog_name: 'c',
            schema_name: 's',
            table_name_prefix: 'chat',
          },
        },
      },
    ],
    [
      'guardrail-pii',
      'no guardrail, told as NONE',
      { ai_gateway: { guardrails: {} } },
      { ai_gateway: { guardrails: { input: { pii: { behavior: 'NONE' } } } } },
    ],
    [
      'guardrail-safety',
      'no guardrail, told as false',
      { ai_gateway: { guardrails: { output: { safety: false } } } },
      {},
    ],
    ['fallback', 'no fallbacks, told as false', { ai_gateway: { fallback_config: { enabled: false } } }, {}],
    [
      'rate-limit-key',
      'a limit for the endpoint by default',
      { ai_gateway: { rate_limits: [{ calls: 0, renewal_period: 'minute' }] } },
      { ai_gateway: { rate_limits: [{ calls: 0, renewal_period: 'minute', key: 'endpoint' }] } },
    ],
    [
      'metrics-export',
      'no export by default',
      { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_DISABLED' },
      {},
    ],
    ['route-optimized-default', 'no route optimisation by default', { route_optimized: false }, {}],
    [
      'unknown-declared',
      'a field that this version does not know',
      serving({ ...custom, quantum: true }),
      serving(custom),
    ],
  ];

  it.each(cases)('%s: %s', (policy, _, desired, live) => {
    const entry = entryFor(desired, live);
    expect(entry).toMatchObject({ action: 'none', changes: [], steps: [], blocked: [] });
    const row = fieldPolicies.find(({ id }) => id === policy);
    // Items that were matched by their keys leave no difference to explain, and the service's own fields need none.
    if (row?.key || policy === 'server-owned') return;
    const explained = [...entry.ignored, ...entry.write_only].map(({ why }) => why);
    expect(explained).toContain(row?.why);
  });

  it('has a case for each row that makes none of a difference', () => {
    const rows = fieldPolicies
      // Immutable fields and permissions have their own tests.
      .filter(({ kind, path }) => kind !== 'immutable' && !path.startsWith('permissions'))
      .map(({ id }) => id);
    const covered = new Set(cases.map(([policy]) => policy));
    expect([...new Set(rows)].filter((id) => !covered.has(id))).toEqual([]);
  });
});

describe('why a difference is none', () => {
  it.each([
    ['undeclared', {}, { route_optimized: true }, 'route_optimized'],
    ['undeclared-clearable', {}, { ai_gateway: { fallback_config: { enabled: true } } }, 'ai_gateway'],
    [
      'workload-size',
      serving(custom),
      serving({ ...custom, workload_size: 'Small' }),
      'config.served_entities[m].workload_size',
    ],
    [
      'unknown-answer',
      serving(custom),
      serving({ ...custom, quantum: 1 }),
      'config.served_entities[m].quantum',
    ],
    ['budget-policy', { budget_policy_id: 'b' }, {}, 'budget_policy_id'],
  ])('names the row %s', (policy, desired, live, path) => {
    expect(entryFor(desired, live).ignored).toMatchObject([{ policy, path }]);
  });

  it('says nothing of what only the service can set', () => {
    expect(entryFor({}, { creator: 'a', state: { ready: 'READY' }, creation_timestamp: 1 }).ignored).toEqual(
      [],
    );
  });
});

describe('what cannot be compared', () => {
  const desired = serving(openai({ openai_api_key_plaintext: 'k' }));
  const live = serving(openai({}));
  const path = 'config.served_entities[gpt].external_model.openai_config.openai_api_key_plaintext';

  it('is told, and not sent by itself', () => {
    expect(entryFor(desired, live)).toMatchObject({ action: 'none', write_only: [{ path, sent: false }] });
  });

  it('goes with another change of the same call', () => {
    const entry = entryFor(desired, serving(openai({ openai_organization: 'o' })));
    expect(entry).toMatchObject({ action: 'update', write_only: [{ path, sent: true }] });
    expect(entry.changes).toHaveLength(1);
  });

  it('is not sent by a change of another call', () => {
    const entry = entryFor({ ...desired, tags: [{ key: 'a' }] }, live);
    expect(entry.steps.map(({ step }) => step.call)).toEqual(['patch-tags']);
    expect(entry.write_only).toMatchObject([{ path, sent: false }]);
  });

  it('is sent on request, and its value never stands in the plan', () => {
    const entry = entryFor(desired, live, { sendWriteOnly: true });
    expect(entry.changes).toMatchObject([{ path, reason: 'resent', call: 'update-config', to: '(hidden)' }]);
    expect(entry.steps[0]?.withheld).toEqual([
      {
        path: ['served_entities', 0, 'external_model', 'openai_config', 'openai_api_key_plaintext'],
        source: {
          from: 'document',
          endpoint: 'chat',
          path: [
            'config',
            'served_entities',
            0,
            'external_model',
            'openai_config',
            'openai_api_key_plaintext',
          ],
        },
      },
    ]);
    expect(JSON.stringify(entry)).not.toContain('"k"');
  });
});
