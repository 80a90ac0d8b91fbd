import fc from 'fast-check';
import type { ExternalModel } from '#schemas/api/external-model.ts';
import type { EndpointDocument } from '../../schemas/manifest/endpoint.ts';

/*
 * Endpoint documents that validation accepts: every provider, and each optional field absent, at its default, or set.
 * Values are drawn from few, so that two documents often agree in a part and differ in another.
 */

/** An object whose optional fields are each there or not. */
const optional = <T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const name = (prefix: string) => fc.constantFrom('a', 'b', 'c', 'd').map((end) => `${prefix}-${end}`);
const email = fc.constantFrom('ann@example.com', 'bob@example.com', 'cy@example.com');
const reference = fc.constantFrom('{{secrets/llm/key}}', '{{secrets/llm/other-key}}');

/** A credential: by reference or as itself. */
const credential = (field: string): fc.Arbitrary<Record<string, string>> =>
  fc.oneof(
    reference.map((text) => ({ [field]: text })),
    fc.constantFrom('plain-1', 'plain-2').map((text) => ({ [`${field}_plaintext`]: text })),
  );

const merged = (...parts: fc.Arbitrary<Record<string, unknown>>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Record<string, unknown>);

const text = (...texts: string[]) => fc.constantFrom(...texts);
const azure = fc.record({
  openai_api_base: text('https://one.openai.azure.com/', 'https://two.openai.azure.com/'),
  openai_api_version: text('2024-10-21'),
  openai_deployment_name: text('blue', 'green'),
});

const settings: Readonly<Record<string, readonly [key: string, fc.Arbitrary<Record<string, unknown>>]>> = {
  ai21labs: ['ai21labs_config', credential('ai21labs_api_key')],
  'amazon-bedrock': [
    'amazon_bedrock_config',
    merged(
      fc.record({
        aws_region: text('us-east-1', 'eu-west-1'),
        bedrock_provider: text('anthropic', 'Anthropic', 'amazon'),
      }),
      fc.oneof(
        merged(credential('aws_access_key_id'), credential('aws_secret_access_key')),
        fc.constant({ instance_profile_arn: 'arn:aws:iam::1:instance-profile/a' }),
        fc.constant({ uc_service_credential_name: 'bedrock' }),
      ),
    ),
  ],
  anthropic: ['anthropic_config', credential('anthropic_api_key')],
  cohere: [
    'cohere_config',
    merged(credential('cohere_api_key'), optional({ cohere_api_base: text('https://api.cohere.ai/v1') })),
  ],
  custom: [
    'custom_provider_config',
    merged(
      fc.record({ custom_provider_url: text('https://llm.example.com/v1/chat/completions') }),
      fc.oneof(
        merged(fc.record({ key: text('x-key') }), credential('value')).map((auth) => ({
          api_key_auth: auth,
        })),
        credential('token').map((auth) => ({ bearer_token_auth: auth })),
        fc.constant({}),
      ),
    ),
  ],
  'databricks-model-serving': [
    'databricks_model_serving_config',
    merged(
      fc.record({ databricks_workspace_url: text('https://a.cloud.databricks.com') }),
      credential('databricks_api_token'),
    ),
  ],
  'google-cloud-vertex-ai': [
    'google_cloud_vertex_ai_config',
    merged(fc.record({ project_id: text('p'), region: text('us-central1') }), credential('private_key')),
  ],
  openai: [
    'openai_config',
    fc.oneof(
      merged(
        credential('openai_api_key'),
        optional({
          openai_api_type: text('openai'),
          openai_organization: text('org-1', 'org-2'),
          openai_api_base: text('https://api.openai.com/v1'),
        }),
      ),
      merged(credential('openai_api_key'), azure, fc.constant({ openai_api_type: 'azure' })),
      merged(
        credential('microsoft_entra_client_secret'),
        azure,
        fc.constant({
          openai_api_type: 'azuread',
          microsoft_entra_tenant_id: 'tenant',
          microsoft_entra_client_id: 'client',
        }),
      ),
    ),
  ],
  palm: ['palm_config', credential('palm_api_key')],
};

const externalModel = (task: string): fc.Arbitrary<ExternalModel> =>
  fc
    .constantFrom(...Object.entries(settings))
    .chain(([provider, [key, config]]) =>
      fc
        .record({ name: text('gpt-4o', 'claude-3.5:latest', 'command-r'), config })
        .map((model) => ({ provider, name: model.name, task, [key]: model.config })),
    );

type Entity = Record<string, unknown>;

const environment = optional({
  environment_vars: fc.dictionary(
    text('LOG_LEVEL', 'API_KEY', 'EMPTY', 'BUILD'),
    text('info', '', 'hunter2', '{{secrets/llm/key}}', '0123456789abcdef0123456789abcdef01234567'),
  ),
});

const capacity = fc.oneof(
  optional({ workload_size: text('Small', 'Medium') }),
  fc.constantFrom(
    { min_provisioned_concurrency: 4, max_provisioned_concurrency: 8 },
    { max_provisioned_concurrency: 16 },
  ),
);

const customEntity = (model: string): fc.Arbitrary<Entity> =>
  merged(
    fc.record({
      entity_name: fc.constant(model),
      entity_version: text('1', '2'),
      scale_to_zero_enabled: fc.boolean(),
    }),
    capacity,
    environment,
    optional({
      workload_type: text('CPU', 'GPU_SMALL'),
      instance_profile_arn: text('arn:aws:iam::1:instance-profile/a'),
    }),
  );

const throughputEntity = (model: string): fc.Arbitrary<Entity> =>
  merged(
    fc.record({ entity_name: fc.constant(model), entity_version: text('1') }),
    fc.constantFrom<Entity>(
      { min_provisioned_throughput: 0, max_provisioned_throughput: 1940 },
      { min_provisioned_throughput: 970, max_provisioned_throughput: 1940 },
      { provisioned_model_units: 50 },
      { provisioned_model_units: 50, burst_scaling_enabled: false },
      { provisioned_model_units: 50, burst_scaling_enabled: true },
    ),
    optional({ scale_to_zero_enabled: fc.boolean() }),
  );

/** Served entities of one kind, with names of their own, given or by default. */
const entities = fc.oneof(
  fc
    .uniqueArray(name('model'), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc.tuple(
        ...names.map((each) =>
          externalModel('llm/v1/chat').map((model): Entity => ({ name: each, external_model: model })),
        ),
      ),
    ),
  externalModel('llm/v1/embeddings').map((model): Entity[] => [{ external_model: model }]),
  fc
    .uniqueArray(name('main.models.churn'), { minLength: 1, maxLength: 3 })
    .chain((models) =>
      fc.tuple(
        ...models.map((model) =>
          fc
            .tuple(customEntity(model), fc.boolean())
            .map(([entity, named]): Entity =>
              named ? { name: `by-name-${model.at(-1) ?? ''}`, ...entity } : entity,
            ),
        ),
      ),
    ),
  throughputEntity('system.ai.llama').map((entity) => [entity]),
);

const nameOf = (entity: Entity): string => {
  const external = entity['external_model'] as ExternalModel | undefined;
  const model = entity['entity_name'] as string | undefined;
  const byDefault = external
    ? external.name.replaceAll(/[.:]/g, '-')
    : `${model?.split('.').at(-1) ?? ''}-${String(entity['entity_version'])}`;
  return (entity['name'] as string | undefined) ?? byDefault;
};

const traffic = (served: readonly Entity[]) =>
  fc
    .record({
      shares: fc.constantFrom<readonly number[]>([100, 0, 0], [50, 50, 0], [20, 30, 50]),
      field: text('served_entity_name', 'served_model_name'),
      isGiven: fc.boolean(),
    })
    .map(({ shares, field, isGiven }) => {
      if (served.length === 1 && !isGiven) return {};
      const rest = 100 - shares.slice(0, served.length).reduce((sum, share) => sum + share, 0);
      const routes = served.map((entity, index) => ({
        [field]: nameOf(entity),
        traffic_percentage: (shares[index] ?? 0) + (index === 0 ? rest : 0),
      }));
      return { traffic_config: { routes } };
    });

const asModel = ({ entity_name, entity_version, ...rest }: Entity): Entity => ({
  ...rest,
  model_name: entity_name,
  model_version: entity_version,
});

const config = fc
  .tuple(entities, fc.boolean())
  .chain(([served, older]) =>
    traffic(served).map((routes) =>
      older &&
      served.every((entity) => entity['model_name'] === undefined && 'scale_to_zero_enabled' in entity)
        ? { served_models: served.map(asModel), ...routes }
        : { served_entities: served, ...routes },
    ),
  );

const capture = fc.option(
  fc.constantFrom<Entity>(
    { catalog_name: 'main', schema_name: 'logs' },
    { catalog_name: 'main', schema_name: 'logs', table_name_prefix: 'p', enabled: true },
    { catalog_name: 'main', schema_name: 'logs', enabled: false },
  ),
  { nil: undefined, freq: 4 },
);

const guardrail = optional({
  pii: fc.oneof(fc.constant({}), fc.record({ behavior: text('NONE', 'BLOCK', 'MASK') })),
  safety: fc.boolean(),
  invalid_keywords: fc.uniqueArray(text('one', 'two', 'three')),
  valid_topics: fc.uniqueArray(text('cars', 'boats')),
});

const limitOf = fc.oneof(
  fc.constant({}),
  fc.constant({ key: 'endpoint' }),
  fc.constant({ key: 'user' }),
  email.map((principal) => ({ key: 'user', principal })),
  fc.constantFrom('staff', 'guests').map((principal) => ({ key: 'user_group', principal })),
);

const rateLimits = fc.uniqueArray(
  fc
    .tuple(limitOf, text('calls', 'tokens'), fc.constantFrom(0, 10, 100))
    .map(([whom, unit, amount]) => ({ ...whom, [unit]: amount, renewal_period: 'minute' as const })),
  {
    maxLength: 4,
    selector: ({ key, principal, ...rest }: Entity) =>
      [key ?? 'endpoint', principal, 'calls' in rest].map(String).join(),
  },
);

const inferenceTable = fc.constantFrom<Entity>(
  { enabled: false },
  { catalog_name: 'main' },
  { enabled: true, catalog_name: 'main', schema_name: 'logs' },
  { enabled: true, catalog_name: 'main', schema_name: 'logs', table_name_prefix: 'p' },
  { enabled: true, catalog_name: 'other', schema_name: 'logs', table_name_prefix: 'p' },
  { enabled: false, catalog_name: 'main', schema_name: 'logs' },
);

const gateway = optional({
  usage_tracking_config: optional({ enabled: fc.boolean() }),
  inference_table_config: inferenceTable,
  rate_limits: rateLimits,
  guardrails: optional({ input: guardrail, output: guardrail }),
  fallback_config: fc.record({ enabled: fc.boolean() }),
});

const tags = fc.uniqueArray(
  fc.record({ key: name('tag'), value: text('', 'one', 'two') }, { requiredKeys: ['key'] }),
  { selector: ({ key }) => key, maxLength: 3 },
);

const telemetry = fc.oneof(
  fc.constant({}),
  merged(
    fc.oneof(
      fc.constant({ telemetry_profile_id: 'profile' }),
      optional({ logs_table: text('main.logs.l'), traces_table: text('main.logs.t') })
        .filter((tables) => Object.keys(tables).length > 0)
        .map((tables) => ({ table_names: tables })),
      fc.constant({}),
    ),
    optional({
      inference_table_config: optional({ sampling_fraction: fc.constantFrom(0, 0.5, 1) }),
      enabled_telemetry_features: fc.uniqueArray(text('TELEMETRY_FEATURE_LOGS', 'TELEMETRY_FEATURE_TRACES')),
    }),
  ),
);

const permissions = fc.uniqueArray(
  fc
    .tuple(
      fc.oneof(
        email.map((user_name) => ({ user_name })),
        fc.constantFrom('staff', 'guests').map((group_name) => ({ group_name })),
        fc.constant({ service_principal_name: '0a0a0a0a-0000-4000-8000-000000000001' }),
      ),
      text('CAN_VIEW', 'CAN_QUERY', 'CAN_MANAGE'),
    )
    .map(([principal, level]) => ({ ...principal, level })),
  { selector: (grant) => JSON.stringify({ ...grant, level: '' }), maxLength: 3 },
);

const secrets = fc.uniqueArray(
  fc.constantFrom(
    { scope: 'llm', key: 'key', from_env: 'KEY' },
    { scope: 'llm', key: 'other-key', from_env: 'OTHER_KEY' },
  ),
  { selector: ({ key }) => key },
);

const isExternal = (document: Record<string, unknown>): boolean =>
  ((document['config'] as { served_entities?: Entity[] } | undefined)?.served_entities ?? []).some(
    (entity) => 'external_model' in entity,
  );

/** What stands beside a config; some of it isn't for endpoints with external models. */
const beside = optional({
  ai_gateway: gateway,
  tags,
  description: text('', 'An endpoint.', 'Another endpoint.'),
  route_optimized: fc.boolean(),
  budget_policy_id: text('policy'),
  rate_limits: fc.constantFrom([], [{ calls: 0, renewal_period: 'minute' as const }]),
  email_notifications: optional({
    on_update_success: fc.uniqueArray(email),
    on_update_failure: fc.uniqueArray(email),
  }),
  telemetry_config: telemetry,
  uc_system_metrics_export_state: text('FIRST_PARTY_EXPORT_ENABLED', 'FIRST_PARTY_EXPORT_DISABLED'),
  permissions,
  secrets,
});

/** A valid endpoint document of the given name. */
export const endpointDocument = (endpoint: string): fc.Arbitrary<EndpointDocument> =>
  fc
    .record({ config: fc.option(fc.tuple(config, capture), { nil: undefined, freq: 8 }), rest: beside })
    .map(({ config: served, rest }) => {
      const [serving, capturing] = served ?? [];
      const document: Record<string, unknown> = {
        name: endpoint,
        ...rest,
        ...(serving && { config: { ...serving, ...(capturing && { auto_capture_config: capturing }) } }),
      };
      if (isExternal(document)) delete document['route_optimized'];
      // Limits of both kinds exclude each other; the older kind is for external models.
      if (!isExternal(document) || rest.ai_gateway?.rate_limits) delete document['rate_limits'];
      return document as EndpointDocument;
    });
