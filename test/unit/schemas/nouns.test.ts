import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { AiGatewayGuardrails } from '#schemas/api/ai-gateway-guardrails.ts';
import { AiGatewayRateLimit } from '#schemas/api/ai-gateway-rate-limit.ts';
import { AiGatewayConfig, FallbackConfig } from '#schemas/api/ai-gateway.ts';
import { AutoCaptureConfigInput } from '#schemas/api/auto-capture.ts';
import { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import { EndpointCoreConfigOutput, ServedModelOutput } from '#schemas/api/endpoint-config-output.ts';
import { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import { EndpointState } from '#schemas/api/endpoint-state.ts';
import { ErrorEnvelope } from '#schemas/api/error-envelope.ts';
import { ExternalModel } from '#schemas/api/external-model.ts';
import { EndpointName, ServedEntityName } from '#schemas/api/names.ts';
import { EmailNotifications } from '#schemas/api/notifications.ts';
import { AuthorizationServerMetadata, DatabricksConfigDocument, TokenResponse } from '#schemas/api/oauth.ts';
import { ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import { AmazonBedrockConfig } from '#schemas/api/providers/amazon-bedrock.ts';
import { CustomProviderConfig } from '#schemas/api/providers/custom.ts';
import { DatabricksModelServingConfig } from '#schemas/api/providers/databricks-model-serving.ts';
import { GoogleCloudVertexAiConfig } from '#schemas/api/providers/google-cloud-vertex-ai.ts';
import { OpenAiConfig } from '#schemas/api/providers/openai.ts';
import { CreatePtEndpoint } from '#schemas/api/provisioned-throughput.ts';
import { QueryEndpointResponse } from '#schemas/api/query-answer.ts';
import { QueryChunk } from '#schemas/api/query-chunk.ts';
import { QueryEndpointInput } from '#schemas/api/query.ts';
import { RateLimit } from '#schemas/api/rate-limit.ts';
import { CreateScope, ListScopesResponse, PutAcl, PutSecret } from '#schemas/api/secrets.ts';
import { ServedEntityInput } from '#schemas/api/served-entity.ts';
import { ServedModelInput } from '#schemas/api/served-model.ts';
import { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { ListEndpointsResponse, ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import { EndpointTag } from '#schemas/api/tag.ts';
import { TelemetryConfig } from '#schemas/api/telemetry.ts';
import { Route } from '#schemas/api/traffic-config.ts';
import { TagsPatch } from '#schemas/api/update-bodies.ts';

/** A noun, values that it takes, and values that it refuses with the path of the fault. */
type Row = readonly [
  name: string,
  schema: z.ZodType,
  accepts: readonly unknown[],
  refuses: readonly (readonly [value: unknown, path: string])[],
];

const external = { provider: 'openai', name: 'gpt-4o-mini', task: 'llm/v1/chat' };

const rows: readonly Row[] = [
  [
    'EndpointName',
    EndpointName,
    ['a', 'My-endpoint_2', 'x'.repeat(63)],
    [
      ['', ''],
      ['x'.repeat(64), ''],
      ['a/b', ''],
      ['a b', ''],
      ['a.b', ''],
      ['é', ''],
      ['a\n', ''],
    ],
  ],
  ['ServedEntityName', ServedEntityName, ['x'.repeat(200)], [['gpt-4.1', '']]],
  [
    'EndpointTag',
    EndpointTag,
    [{ key: 'team' }, { key: 'team', value: '' }],
    [
      [{}, 'key'],
      [{ key: '' }, 'key'],
      [{ key: 'a', value: 1 }, 'value'],
    ],
  ],
  [
    'RateLimit',
    RateLimit,
    [
      { calls: 5, renewal_period: 'minute' },
      { calls: 0, renewal_period: 'minute', key: 'user' },
    ],
    [
      [{ calls: 5 }, 'renewal_period'],
      [{ calls: 5, renewal_period: 'hour' }, 'renewal_period'],
      [{ renewal_period: 'minute' }, 'calls'],
      [{ calls: 1.5, renewal_period: 'minute' }, 'calls'],
      [{ calls: -1, renewal_period: 'minute' }, 'calls'],
    ],
  ],
  [
    'AiGatewayRateLimit',
    AiGatewayRateLimit,
    [
      { tokens: 1000, renewal_period: 'minute', key: 'user_group', principal: 'readers' },
      { calls: 10, renewal_period: 'minute', key: 'a_key_of_tomorrow' },
    ],
    [
      [{ calls: 10 }, 'renewal_period'],
      [{ tokens: '10', renewal_period: 'minute' }, 'tokens'],
    ],
  ],
  [
    'AiGatewayGuardrails',
    AiGatewayGuardrails,
    [{}, { input: { pii: { behavior: 'MASK' }, safety: true } }],
    [[{ input: { safety: 'yes' } }, 'input.safety']],
  ],
  ['FallbackConfig', FallbackConfig, [{ enabled: true }], [[{}, 'enabled']]],
  [
    'AiGatewayConfig',
    AiGatewayConfig,
    [{}, { inference_table_config: { catalog_name: 'main' } }, { usage_tracking_config: { enabled: true } }],
    [
      [{ rate_limits: {} }, 'rate_limits'],
      [{ fallback_config: {} }, 'fallback_config.enabled'],
    ],
  ],
  [
    'Route',
    Route,
    [
      { served_entity_name: 'a', traffic_percentage: 0 },
      { served_model_name: 'a', traffic_percentage: 100 },
    ],
    [
      [{ served_entity_name: 'a' }, 'traffic_percentage'],
      [{ traffic_percentage: 101 }, 'traffic_percentage'],
      [{ traffic_percentage: -1 }, 'traffic_percentage'],
      [{ traffic_percentage: 33.3 }, 'traffic_percentage'],
    ],
  ],
  [
    'EmailNotifications',
    EmailNotifications,
    [{}, { on_update_failure: ['a@example.com'] }],
    [[{ on_update_success: 'a@example.com' }, 'on_update_success']],
  ],
  [
    'TelemetryConfig',
    TelemetryConfig,
    [
      {},
      {
        table_names: { logs_table: 'a.b.c' },
        inference_table_config: { sampling_fraction: 0.5 },
        enabled_telemetry_features: ['TELEMETRY_FEATURE_OF_TOMORROW'],
      },
    ],
    [[{ inference_table_config: { sampling_fraction: 1.5 } }, 'inference_table_config.sampling_fraction']],
  ],
  [
    'AutoCaptureConfigInput',
    AutoCaptureConfigInput,
    [{}, { enabled: false }],
    [[{ enabled: 'no' }, 'enabled']],
  ],
  [
    'ExternalModel',
    ExternalModel,
    [external, { ...external, provider: 'provider-of-tomorrow', task: 'llm/v2/video' }],
    [
      [{ name: 'a', task: 'b' }, 'provider'],
      [{ provider: 'openai', task: 'b' }, 'name'],
      [{ provider: 'openai', name: 'a' }, 'task'],
      [{ ...external, openai_config: { openai_api_key: 1 } }, 'openai_config.openai_api_key'],
    ],
  ],
  [
    'OpenAiConfig',
    OpenAiConfig,
    [{}, { openai_api_type: 'azuread', openai_api_version: '2024-10-21' }],
    [[{ openai_api_version: 2024 }, 'openai_api_version']],
  ],
  [
    'AmazonBedrockConfig',
    AmazonBedrockConfig,
    [{ aws_region: 'us-east-1', bedrock_provider: 'Anthropic' }],
    [
      [{ aws_region: 'us-east-1' }, 'bedrock_provider'],
      [{ bedrock_provider: 'cohere' }, 'aws_region'],
    ],
  ],
  [
    'GoogleCloudVertexAiConfig',
    GoogleCloudVertexAiConfig,
    [{ project_id: 'p', region: 'r' }],
    [
      [{ project_id: 'p' }, 'region'],
      [{ region: 'r' }, 'project_id'],
    ],
  ],
  [
    'DatabricksModelServingConfig',
    DatabricksModelServingConfig,
    [{ databricks_workspace_url: 'https://example.com' }],
    [[{}, 'databricks_workspace_url']],
  ],
  [
    'CustomProviderConfig',
    CustomProviderConfig,
    [{ custom_provider_url: 'https://example.com' }],
    [
      [{}, 'custom_provider_url'],
      [{ custom_provider_url: 'u', api_key_auth: {} }, 'api_key_auth.key'],
    ],
  ],
  [
    'ServedEntityInput',
    ServedEntityInput,
    [
      {},
      { external_model: external },
      {
        entity_name: 'a.b.c',
        entity_version: '1',
        workload_type: 'GPU_OF_TOMORROW',
        environment_vars: { A: 'b' },
      },
    ],
    [
      [{ entity_version: 1 }, 'entity_version'],
      [{ scale_to_zero_enabled: 'true' }, 'scale_to_zero_enabled'],
      [{ min_provisioned_concurrency: 0.5 }, 'min_provisioned_concurrency'],
      [{ environment_vars: { A: 1 } }, 'environment_vars.A'],
      [{ environment_vars: [] }, 'environment_vars'],
      [{ name: 'gpt 4' }, 'name'],
    ],
  ],
  [
    'ServedModelInput',
    ServedModelInput,
    [{ model_name: 'a', model_version: '1', scale_to_zero_enabled: true }],
    [
      [{ model_name: 'a', model_version: '1' }, 'scale_to_zero_enabled'],
      [{ model_name: 'a', scale_to_zero_enabled: true }, 'model_version'],
    ],
  ],
  [
    'ServedModelOutput',
    ServedModelOutput,
    [{}, { name: 'gpt-4.1', state: { deployment: 'DEPLOYMENT_READY' } }],
    [[{ state: { deployment: 1 } }, 'state.deployment']],
  ],
  [
    'EndpointCoreConfigInput',
    EndpointCoreConfigInput,
    [{}, { served_entities: [], traffic_config: { routes: [] } }],
    [[{ served_entities: {} }, 'served_entities']],
  ],
  [
    'CreateServingEndpoint',
    CreateServingEndpoint,
    [{ name: 'a' }, { name: 'a', ai_gateway: {}, description: 'x'.repeat(1000) }],
    [
      [{}, 'name'],
      [{ name: 'a', description: 'x'.repeat(1001) }, 'description'],
      [{ name: 'a', tags: [{ value: 'b' }] }, 'tags.0.key'],
    ],
  ],
  [
    'CreatePtEndpoint',
    CreatePtEndpoint,
    [
      {
        name: 'a',
        config: { served_entities: [{ entity_name: 'system.ai.m', provisioned_model_units: 50 }] },
      },
    ],
    [
      [{ name: 'a' }, 'config'],
      [
        { name: 'a', config: { served_entities: [{ entity_name: 'm' }] } },
        'config.served_entities.0.provisioned_model_units',
      ],
    ],
  ],
  [
    'TagsPatch',
    TagsPatch,
    [{}, { add_tags: [{ key: 'a' }], delete_tags: ['b'] }],
    [[{ delete_tags: [{ key: 'b' }] }, 'delete_tags.0']],
  ],
  [
    'EndpointState',
    EndpointState,
    [{}, { ready: 'READY', config_update: 'STATE_OF_TOMORROW' }],
    [[{ ready: true }, 'ready']],
  ],
  [
    'ListEndpointsResponse',
    ListEndpointsResponse,
    [{}, { endpoints: [{ name: 'a' }] }],
    [[{ endpoints: [{}] }, 'endpoints.0.name']],
  ],
  [
    'ServingEndpoint',
    ServingEndpoint,
    [
      {
        name: 'a',
        endpoint_type: 'EXTERNAL_MODEL',
        config: { served_entities: [{ external_model: external }] },
      },
    ],
    [[{ name: 'a', creation_timestamp: 'yesterday' }, 'creation_timestamp']],
  ],
  [
    'ServingEndpointDetailed',
    ServingEndpointDetailed,
    [
      { name: 'a' },
      {
        name: 'a',
        config: { served_entities: [{ name: 'gpt-4.1', state: {} }], config_version: 3 },
        pending_config: { start_time: 1 },
        permission_level: 'CAN_MANAGE',
      },
    ],
    [[{ name: 'a', config: { config_version: 'three' } }, 'config.config_version']],
  ],
  [
    'EndpointCoreConfigOutput',
    EndpointCoreConfigOutput,
    [{}, { served_models: [{ name: 'a' }] }],
    [[{ traffic_config: { routes: [{}] } }, 'traffic_config.routes.0.traffic_percentage']],
  ],
  [
    'ServingEndpointPermissionsRequest',
    ServingEndpointPermissionsRequest,
    [{}, { access_control_list: [{ user_name: 'a@example.com', permission_level: 'CAN_QUERY' }] }],
    [[{ access_control_list: [{ user_name: 1 }] }, 'access_control_list.0.user_name']],
  ],
  [
    'QueryEndpointInput',
    QueryEndpointInput,
    [
      { messages: [{ role: 'user', content: 'hi' }], tools: [], response_format: { type: 'text' } },
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] },
      { prompt: ['a', 'b'], stop: '.' },
      { input: ['a'] },
      { dataframe_split: { columns: ['a'], data: [[1]], index: [0] } },
      { inputs: 1 },
    ],
    [
      [{ messages: 'hi' }, 'messages'],
      [{ messages: [{ content: 'hi' }] }, 'messages.0.role'],
      [{ dataframe_records: [1] }, 'dataframe_records.0'],
    ],
  ],
  [
    'QueryEndpointResponse',
    QueryEndpointResponse,
    [
      {
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
            },
            finish_reason: 'tool_calls',
          },
        ],
      },
      { choices: [{ text: ' upon a time' }], usage: { prompt_tokens: 1 } },
      { data: [{ embedding: [0.1] }, { embedding: 'AACAPw==' }] },
      { predictions: { a: 1 } },
      { outputs: [{}] },
      { output: [{ type: 'message', content: [{ type: 'output_text', text: 'hello' }] }] },
      { messages: [{ role: 'assistant', content: 'hello' }] },
    ],
    [[{ choices: [{ text: 1 }] }, 'choices.0.text']],
  ],
  [
    'QueryChunk',
    QueryChunk,
    [
      {
        choices: [{ index: 0, delta: { role: 'assistant', content: 'He' }, finish_reason: null }],
        usage: null,
      },
      { choices: [], usage: { total_tokens: 3 } },
      { choices: [{ delta: { role: null, tool_calls: [{ index: 0, function: { arguments: '{' } }] } }] },
      { delta: { role: 'assistant', content: 'He' } },
      { type: 'response.output_text.delta', delta: null },
      { error: { message: 'cut' } },
      { error_code: 'INTERNAL_ERROR', message: 'cut' },
    ],
    [[{ choices: 'a' }, 'choices']],
  ],
  [
    'CreateScope',
    CreateScope,
    [
      { scope: 'a' },
      {
        scope: 'a',
        scope_backend_type: 'AZURE_KEYVAULT',
        backend_azure_keyvault: { resource_id: 'r', dns_name: 'd' },
      },
    ],
    [
      [{}, 'scope'],
      [{ scope: '' }, 'scope'],
      [{ scope: 'x'.repeat(129) }, 'scope'],
      [{ scope: 'a', backend_azure_keyvault: { dns_name: 'd' } }, 'backend_azure_keyvault.resource_id'],
    ],
  ],
  [
    'PutSecret',
    PutSecret,
    [{ scope: 'a', key: 'b', string_value: '' }],
    [
      [{ scope: 'a' }, 'key'],
      [{ scope: 'a', key: 'b', string_value: 1 }, 'string_value'],
    ],
  ],
  [
    'PutAcl',
    PutAcl,
    [{ scope: 'a', principal: 'users', permission: 'READ' }],
    [[{ scope: 'a', principal: 'users' }, 'permission']],
  ],
  [
    'ListScopesResponse',
    ListScopesResponse,
    [{}, { scopes: [{ name: 'a', backend_type: 'DATABRICKS' }] }],
    [[{ scopes: [{}] }, 'scopes.0.name']],
  ],
  [
    'ErrorEnvelope',
    ErrorEnvelope,
    [
      {
        error_code: 'NOT_FOUND',
        message: 'no',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: 'r' }],
      },
      { error_code: 400 },
      { detail: 'null', status: '404' },
      { error: 'old' },
    ],
    [[{ message: 1 }, 'message']],
  ],
  [
    'DatabricksConfigDocument',
    DatabricksConfigDocument,
    [{}, { oidc_endpoint: 'https://example.com/oidc/accounts/{account_id}', host_type: 'WORKSPACE' }],
    [[{ cloud: 1 }, 'cloud']],
  ],
  [
    'AuthorizationServerMetadata',
    AuthorizationServerMetadata,
    [{ authorization_endpoint: 'a', token_endpoint: 't' }],
    [[{ authorization_endpoint: 'a' }, 'token_endpoint']],
  ],
  [
    'TokenResponse',
    TokenResponse,
    [{ access_token: 't' }, { access_token: 't', expires_in: 3600 }],
    [
      [{}, 'access_token'],
      [{ access_token: '' }, 'access_token'],
      [{ access_token: 't', expires_in: 'soon' }, 'expires_in'],
    ],
  ],
];

describe.each(rows)('%s', (_name, schema, accepts, refuses) => {
  it.each(accepts.map((value) => [JSON.stringify(value).slice(0, 90), value] as const))(
    'takes %s as it is',
    (_text, value) => {
      expect(schema.parse(value)).toEqual(value);
    },
  );

  it.each(refuses.map(([value, path]) => [JSON.stringify(value).slice(0, 90), path, value] as const))(
    'refuses %s at "%s"',
    (_text, path, value) => {
      const paths = schema.safeParse(value).error?.issues.map((issue) => issue.path.join('.'));
      expect(paths).toContain(path);
    },
  );
});

describe('a noun', () => {
  it('passes unknown fields on, at every depth', () => {
    const endpoint = {
      name: 'a',
      config: { served_entities: [{ name: 'b', new_field: { deep: [1] } }] },
      other: null,
    };
    expect(ServingEndpointDetailed.parse(endpoint)).toEqual(endpoint);
  });

  it('reads a count of seconds that came as a text', () => {
    expect(TokenResponse.parse({ access_token: 't', expires_in: '3600' }).expires_in).toBe(3600);
  });

  it('reads a workspace id that came as a number', () => {
    expect(DatabricksConfigDocument.parse({ workspace_id: 12 }).workspace_id).toBe('12');
  });

  it('says in our words what a name may hold', () => {
    expect(EndpointName.safeParse('a/b').error?.issues[0]?.message).toBe(
      'may hold only letters, digits, "-" and "_"',
    );
  });
});
