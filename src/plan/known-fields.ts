/*
 * Every field of an endpoint that a manifest can declare, as a pattern: `[*]` an item of a list, `*` any key of a map.
 * What an answer holds beside them is either the service's own or newer than this program; neither is drift.
 */

const capacity = [
  'workload_size',
  'workload_type',
  'scale_to_zero_enabled',
  'min_provisioned_concurrency',
  'max_provisioned_concurrency',
  'min_provisioned_throughput',
  'max_provisioned_throughput',
  'provisioned_model_units',
  'burst_scaling_enabled',
  'environment_vars.*',
  'instance_profile_arn',
];

/** A credential: as a reference to a secret, and as itself. */
const pair = (field: string): readonly string[] => [field, `${field}_plaintext`];

const externalModel = [
  'provider',
  'name',
  'task',
  ...within('ai21labs_config', pair('ai21labs_api_key')),
  ...within('amazon_bedrock_config', [
    'aws_region',
    'bedrock_provider',
    ...pair('aws_access_key_id'),
    ...pair('aws_secret_access_key'),
    'instance_profile_arn',
    'uc_service_credential_name',
  ]),
  ...within('anthropic_config', pair('anthropic_api_key')),
  ...within('cohere_config', ['cohere_api_base', ...pair('cohere_api_key')]),
  ...within('custom_provider_config', [
    'custom_provider_url',
    ...within('api_key_auth', ['key', ...pair('value')]),
    ...within('bearer_token_auth', pair('token')),
  ]),
  ...within('databricks_model_serving_config', ['databricks_workspace_url', ...pair('databricks_api_token')]),
  ...within('google_cloud_vertex_ai_config', ['project_id', 'region', ...pair('private_key')]),
  ...within('openai_config', [
    'openai_api_type',
    ...pair('openai_api_key'),
    'openai_api_base',
    'openai_api_version',
    'openai_deployment_name',
    'openai_organization',
    'microsoft_entra_tenant_id',
    'microsoft_entra_client_id',
    ...pair('microsoft_entra_client_secret'),
  ]),
  ...within('palm_config', pair('palm_api_key')),
];

const guardrail = ['pii.behavior', 'safety', 'invalid_keywords', 'valid_topics'];
const table = ['catalog_name', 'schema_name', 'table_name_prefix', 'enabled'];

/** As comparisons see it: `served_models` are entities by then, and a route has one name. */
export const knownFields: ReadonlySet<string> = new Set([
  'route_optimized',
  'description',
  'budget_policy_id',
  'uc_system_metrics_export_state',
  ...within('config', [
    ...within('served_entities[*]', ['name', 'entity_name', 'entity_version', ...capacity]),
    ...within('served_entities[*].external_model', externalModel),
    ...within('traffic_config.routes[*]', ['served_entity_name', 'traffic_percentage']),
    ...within('auto_capture_config', table),
  ]),
  ...within('ai_gateway', [
    'usage_tracking_config.enabled',
    ...within('inference_table_config', table),
    ...within('rate_limits[*]', ['renewal_period', 'calls', 'tokens', 'key', 'principal']),
    ...within('guardrails.input', guardrail),
    ...within('guardrails.output', guardrail),
    'fallback_config.enabled',
  ]),
  ...within('tags[*]', ['key', 'value']),
  ...within('rate_limits[*]', ['calls', 'renewal_period', 'key']),
  ...within('email_notifications', ['on_update_success', 'on_update_failure']),
  ...within('telemetry_config', [
    ...within('table_names', ['logs_table', 'metrics_table', 'traces_table', 'annotations_table']),
    'telemetry_profile_id',
    'inference_table_config.sampling_fraction',
    'inference_table_config.name',
    'enabled_telemetry_features',
  ]),
]);

function within(parent: string, fields: readonly string[]): readonly string[] {
  return fields.map((field) => `${parent}.${field}`);
}
