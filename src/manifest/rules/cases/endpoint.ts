import { custom, external, type RuleCase } from './case.ts';

const endpoint = (...lines: readonly string[]): string => ['name: e', ...lines].join('\n');
const served = (entity: string): string => `config: {served_entities: [${entity}]}`;
const table = (config: string): string => endpoint(`ai_gateway: {inference_table_config: {${config}}}`);
const telemetry = (config: string): string => endpoint(served(custom('a')), `telemetry_config: {${config}}`);
const tag = (...keys: readonly string[]): string =>
  endpoint('tags:', ...keys.map((key) => `  - {key: ${key}, value: v}`));

export const endpointCases = {
  'name-mismatch': { fails: endpoint(), at: 1, under: 'e', passes: endpoint(), name: 'f' },
  'provided-by-databricks': {
    fails: `name: databricks-claude\npermissions: []\n${served(custom('a'))}`,
    at: 3,
    under: 'config',
    passes: 'name: databricks-claude\nai_gateway: {rate_limits: []}\npermissions: []',
  },
  'immutable-field': {
    fails: 'description: new\ntags: []',
    at: 1,
    under: 'description',
    passes: 'name: e\ntags: []',
    update: 'e',
  },
  'nothing-to-change': { fails: 'name: e', at: 1, under: 'name', passes: 'tags: []', update: 'e' },
  'config-incomplete': {
    fails: 'config: {traffic_config: {routes: [{served_entity_name: a, traffic_percentage: 100}]}}',
    at: 1,
    under: 'config',
    passes: served(custom('a')),
    update: 'e',
  },
  'inference-table-place': {
    fails: table('enabled: true, catalog_name: main'),
    at: 2,
    under: 'enabled',
    passes: table('enabled: true, catalog_name: main, schema_name: logs'),
  },
  'inference-table-twice': {
    fails: endpoint(
      'ai_gateway: {inference_table_config: {catalog_name: main}}',
      'config: {auto_capture_config: {enabled: true}}',
    ),
    at: 3,
    under: 'auto_capture_config',
    passes: endpoint('config: {auto_capture_config: {enabled: true}}'),
  },
  'table-prefix': {
    fails: table("table_name_prefix: 'a b'"),
    at: 2,
    under: "'a b'",
    passes: table('table_name_prefix: a_b-1'),
  },
  'telemetry-destination': {
    fails: telemetry('table_names: {logs_table: a.b.c}, telemetry_profile_id: p'),
    at: 3,
    under: 'telemetry_profile_id',
    passes: telemetry('table_names: {logs_table: a.b.c}'),
  },
  'telemetry-nowhere': {
    fails: telemetry('enabled_telemetry_features: []'),
    at: 3,
    under: 'telemetry_config',
    passes: telemetry(''),
  },
  'telemetry-table-name': {
    fails: telemetry('table_names: {logs_table: b.c}'),
    at: 3,
    under: 'b.c',
    passes: telemetry('table_names: {logs_table: a.b.c}'),
  },
  'telemetry-on-external': {
    fails: endpoint(served(external('a')), 'telemetry_config: {telemetry_profile_id: p}'),
    at: 3,
    under: 'telemetry_config',
    passes: telemetry('telemetry_profile_id: p'),
  },
  'duplicate-tag': { fails: tag('team', 'team'), at: 4, under: 'team', passes: tag('team', 'Team') },
  'tag-key': { fails: tag('a.b'), at: 3, under: 'a.b', passes: tag('a_b') },
  'email-address': {
    fails: endpoint('email_notifications: {on_update_failure: [oncall]}'),
    at: 2,
    under: 'oncall',
    passes: endpoint('email_notifications: {on_update_failure: [oncall@example.com]}'),
  },
  'one-principal': {
    fails: endpoint('permissions:', '  - {level: CAN_QUERY, user_name: u@example.com, group_name: g}'),
    at: 3,
    under: '{level: CAN_QUERY',
    passes: endpoint('permissions:', '  - {level: CAN_QUERY, group_name: g}'),
  },
  'duplicate-permission': {
    fails: endpoint(
      'permissions:',
      '  - {level: CAN_QUERY, group_name: g}',
      '  - {level: CAN_MANAGE, group_name: g}',
    ),
    at: 4,
    under: 'g',
    passes: endpoint(
      'permissions:',
      '  - {level: CAN_QUERY, group_name: g}',
      '  - {level: CAN_MANAGE, user_name: g}',
    ),
  },
} satisfies Record<string, RuleCase>;

/** Rules about `secrets`, which is always told that this command doesn't put it. */
export const secretCases = {
  'secrets-not-put': {
    fails: endpoint('secrets: [{scope: llm, key: k, from_env: K}]'),
    at: 2,
    under: 'secrets',
    passes: endpoint(),
  },
  'secret-name': {
    fails: endpoint('secrets: [{scope: a/b, key: k, from_env: K}]'),
    at: 2,
    under: 'a/b',
    passes: endpoint('secrets: [{scope: llm, key: k, from_env: K}]'),
  },
  'one-secret-source': {
    fails: endpoint('secrets: [{scope: llm, key: k}]'),
    at: 2,
    under: '{scope: llm, key: k}',
    passes: endpoint('secrets: [{scope: llm, key: k, from_file: f}]'),
  },
} satisfies Record<string, RuleCase>;
