import { describe, expect, it } from 'vitest';
import { localCaller } from '../../helpers/local.ts';
import { create, custom, endpoints, external, get, route } from '../../helpers/local-requests.ts';

const model = (provider: string, more: Readonly<Record<string, unknown>>) => ({
  external_model: { name: 'm', provider, task: 'llm/v1/chat', ...more },
});
const serving = (...served_entities: unknown[]) => ({ name: 'e', config: { served_entities } });
const routed = (served_entities: unknown[], routes: unknown[]) => ({
  name: 'e',
  config: { served_entities, traffic_config: { routes } },
});
const key = '{{secrets/s/k}}';
const azure = { openai_api_type: 'azure', openai_api_base: 'https://x', openai_api_version: '1' };

describe('a create request', () => {
  it.each<[string, unknown, RegExp]>([
    ['no name', {}, /Endpoint name must be set/],
    ['a name with a slash', { name: 'a/b' }, /Endpoint name 'a\/b' is invalid/],
    ['a name of 64 characters', { name: 'x'.repeat(64) }, /1 to 63 characters/],
    ['a description of 1001 characters', { name: 'e', description: 'x'.repeat(1001) }, /at most 1000/],
    [
      'entities in both forms',
      {
        name: 'e',
        config: {
          served_entities: [custom('a')],
          served_models: [{ model_name: 'm', model_version: '1', scale_to_zero_enabled: true }],
        },
      },
      /Only one of 'served_entities' and 'served_models'/,
    ],
    [
      'a served model without its switch',
      { name: 'e', config: { served_models: [{ model_name: 'm', model_version: '1' }] } },
      /'scale_to_zero_enabled' of served_models/,
    ],
    [
      'a served model without a version',
      { name: 'e', config: { served_models: [{ model_name: 'm', scale_to_zero_enabled: true }] } },
      /'model_version'/,
    ],
    ['an entity of no kind', serving({ name: 'a' }), /One of 'entity_name' and 'external_model'/],
    [
      'an entity of both kinds',
      serving({ ...external('a'), entity_name: 'm' }),
      /'entity_name' can't be set together/,
    ],
    [
      'a size for an external model',
      serving({ ...external('a'), workload_size: 'Small' }),
      /'workload_size' can't be set/,
    ],
    [
      'throughput of 0 for an external model',
      serving({ ...external('a'), min_provisioned_throughput: 0 }),
      /not supported for external models/,
    ],
    [
      'a custom model without its switch',
      serving(custom('a', { scale_to_zero_enabled: undefined })),
      /'scale_to_zero_enabled' must be set/,
    ],
    [
      'a size and a concurrency',
      serving(custom('a', { min_provisioned_concurrency: 4 })),
      /together with provisioned concurrency/,
    ],
    [
      'a concurrency upside down',
      serving(
        custom('a', {
          workload_size: undefined,
          min_provisioned_concurrency: 8,
          max_provisioned_concurrency: 4,
        }),
      ),
      /can't be greater/,
    ],
    [
      '31 environment variables',
      serving(
        custom('a', {
          environment_vars: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`V${i}`, 'x'])),
        }),
      ),
      /At most 30/,
    ],
    [
      'a default name that is no name',
      serving({
        ...external('a'),
        name: undefined,
        external_model: { ...external('a').external_model, name: 'meta/llama' },
      }),
      /Served entity name 'meta\/llama' is invalid/,
    ],
    [
      'two entities of one name',
      routed([custom('a'), custom('a')], [route('a', 100)]),
      /must be unique, but 'a'/,
    ],
    [
      'external and custom entities',
      routed([custom('a'), external('b')], [route('a', 50), route('b', 50)]),
      /both external models and other/,
    ],
    [
      'external models of two tasks',
      routed(
        [
          external('a'),
          { name: 'b', external_model: { ...external('b').external_model, task: 'llm/v1/embeddings' } },
        ],
        [route('a', 50), route('b', 50)],
      ),
      /same task/,
    ],
    ['16 entities', serving(...Array.from({ length: 16 }, (_, i) => custom(`e${i}`))), /at most 15/],
    ['two entities and no traffic', serving(custom('a'), custom('b')), /traffic config is required/],
    ['a route to nothing', routed([custom('a')], [route('b', 100)]), /route to 'b'/],
    ['an entity without a route', routed([custom('a'), custom('b')], [route('a', 100)]), /no route to 'b'/],
    [
      'two routes to one entity',
      routed([custom('a')], [route('a', 50), route('a', 50)]),
      /more than one route/,
    ],
    [
      'traffic of 99',
      routed([custom('a'), custom('b')], [route('a', 50), route('b', 49)]),
      /add up to 100, but are 99/,
    ],
    [
      'a share over 100',
      routed([custom('a'), custom('b')], [route('a', 120), route('b', -20)]),
      /between 0 and 100/,
    ],
    ['a route without a share', routed([custom('a')], [{ served_entity_name: 'a' }]), /'traffic_percentage'/],
    [
      'a route with two names',
      routed([custom('a')], [{ ...route('a', 100), served_model_name: 'b' }]),
      /both 'a' and 'b'/,
    ],
    ['routes without entities', routed([], [route('a', 100)]), /no served entities/],
    [
      'an unknown provider',
      serving(model('aws-bedrock', {})),
      /Unsupported external model provider 'aws-bedrock'/,
    ],
    ['a provider without its config', serving(model('cohere', {})), /Missing 'cohere_config'/],
    [
      "another provider's config",
      serving(
        model('openai', { openai_config: { openai_api_key: key }, palm_config: { palm_api_key: key } }),
      ),
      /'palm_config' can't be set/,
    ],
    [
      'no credential',
      serving(model('anthropic', { anthropic_config: {} })),
      /One of 'anthropic_api_key' and 'anthropic_api_key_plaintext' must/,
    ],
    [
      'a credential twice',
      serving(model('openai', { openai_config: { openai_api_key: key, openai_api_key_plaintext: 'x' } })),
      /Only one of 'openai_api_key'/,
    ],
    [
      'a key where a reference belongs',
      serving(model('openai', { openai_config: { openai_api_key: 'sk-1' } })),
      /must be a reference to a secret/,
    ],
    [
      'an Azure deployment without a name',
      serving(model('openai', { openai_config: { ...azure, openai_api_key: key } })),
      /'openai_deployment_name'/,
    ],
    [
      'Entra without a client',
      serving(
        model('openai', {
          openai_config: {
            ...azure,
            openai_api_type: 'azuread',
            openai_deployment_name: 'd',
            microsoft_entra_tenant_id: 't',
            microsoft_entra_client_secret: key,
          },
        }),
      ),
      /'microsoft_entra_client_id'/,
    ],
    [
      'Bedrock without a region',
      serving(model('amazon-bedrock', { amazon_bedrock_config: { bedrock_provider: 'anthropic' } })),
      /'aws_region'/,
    ],
    [
      'Bedrock with keys and a profile',
      serving(
        model('amazon-bedrock', {
          amazon_bedrock_config: {
            aws_region: 'r',
            bedrock_provider: 'anthropic',
            instance_profile_arn: 'arn',
            aws_access_key_id: key,
          },
        }),
      ),
      /together with 'instance_profile_arn'/,
    ],
    [
      'a custom provider with two ways to sign in',
      serving(
        model('custom', {
          custom_provider_config: {
            custom_provider_url: 'http://x',
            bearer_token_auth: { token: key },
            api_key_auth: { key: 'X', value: key },
          },
        }),
      ),
      /'api_key_auth' and 'bearer_token_auth'/,
    ],
    [
      'a raw token of a custom provider',
      serving(
        model('custom', {
          custom_provider_config: { custom_provider_url: 'http://x', bearer_token_auth: { token: 'abc' } },
        }),
      ),
      /'token' must be a reference/,
    ],
    [
      'an external model without a task',
      serving({ external_model: { name: 'm', provider: 'openai' } }),
      /'task'/,
    ],
    [
      'route optimisation of an external model',
      { ...serving(external('a')), route_optimized: true },
      /Route optimization/,
    ],
    ['a tag twice', { name: 'e', tags: [{ key: 'a' }, { key: 'a' }] }, /'a' is set more than once/],
    ['a tag key with a dot', { name: 'e', tags: [{ key: 'a.b' }] }, /tag key 'a.b'/],
    [
      'limits per hour',
      { ...serving(external('a')), rate_limits: [{ calls: 1, renewal_period: 'hour' }] },
      /must be 'minute'/,
    ],
    [
      'deprecated limits of tokens',
      { ...serving(external('a')), rate_limits: [{ tokens: 1, renewal_period: 'minute' }] },
      /'calls'/,
    ],
    [
      'deprecated limits of a custom model',
      { ...serving(custom('a')), rate_limits: [{ calls: 1, renewal_period: 'minute' }] },
      /foundation models only/,
    ],
    [
      'a gateway limit of nothing',
      { name: 'e', ai_gateway: { rate_limits: [{ renewal_period: 'minute' }] } },
      /'calls' or 'tokens'/,
    ],
    [
      'a group limit without a group',
      { name: 'e', ai_gateway: { rate_limits: [{ calls: 1, key: 'user_group', renewal_period: 'minute' }] } },
      /must have a principal/,
    ],
    [
      'an endpoint limit with a principal',
      { name: 'e', ai_gateway: { rate_limits: [{ calls: 1, principal: 'x', renewal_period: 'minute' }] } },
      /can't have a principal/,
    ],
    [
      'a limit below zero',
      { name: 'e', ai_gateway: { rate_limits: [{ calls: -1, renewal_period: 'minute' }] } },
      /negative/,
    ],
    [
      'an unknown limit key',
      { name: 'e', ai_gateway: { rate_limits: [{ calls: 1, key: 'team', renewal_period: 'minute' }] } },
      /'team' is not a rate limit key/,
    ],
    [
      'inference tables nowhere',
      { name: 'e', ai_gateway: { inference_table_config: { enabled: true, catalog_name: 'c' } } },
      /must be set to enable inference tables/,
    ],
    [
      'an unknown guardrail',
      { name: 'e', ai_gateway: { guardrails: { input: { pii: { behavior: 'SHOUT' } } } } },
      /'SHOUT' is not a behavior/,
    ],
    [
      'a fallback without a switch',
      { name: 'e', ai_gateway: { fallback_config: {} } },
      /'enabled' of fallback_config/,
    ],
    [
      'an unknown export state',
      { name: 'e', uc_system_metrics_export_state: 'ON' },
      /'ON' is not an export state/,
    ],
  ])('with %s is refused', async (_what, body, message) => {
    const caller = await localCaller();
    const { status, json } = await caller.call('POST', endpoints, body);
    expect(json).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(message) as unknown,
    });
    expect(status).toBe(400);
    expect((await caller.call('GET', `${endpoints}/e`)).status).toBe(404);
  });

  it.each<[string, unknown, RegExp]>([
    ['a name that is a number', { name: 1 }, /'name' must be a string/],
    [
      'entities that are no list',
      { name: 'e', config: { served_entities: {} } },
      /'config.served_entities' must be a list/,
    ],
    [
      'a switch in words',
      serving(custom('a', { scale_to_zero_enabled: 'yes' })),
      /'config.served_entities\[0\].scale_to_zero_enabled' must be true or false/,
    ],
    ['half a percent', routed([custom('a')], [route('a', 99.5)]), /must be an integer/],
    [
      'a variable that is a number',
      serving(custom('a', { environment_vars: { A: 1 } })),
      /environment_vars.A' must be a string/,
    ],
    ['a list for an object', { name: 'e', config: [] }, /'config' must be an object/],
    ['text', '"hello"', /expected a map/],
    ['half a document', '{"name": ', /failed to parse given JSON/],
  ])('with %s is malformed', async (_what, body, message) => {
    const caller = await localCaller();
    expect(await caller.call('POST', endpoints, body)).toMatchObject({
      status: 400,
      json: { error_code: 'MALFORMED_REQUEST', message: expect.stringMatching(message) as unknown },
    });
  });

  it('may give an integer as text, as protobuf writes it', async () => {
    const caller = await localCaller();
    const created = await caller.call(
      'POST',
      endpoints,
      routed([custom('a')], [{ ...route('a', 100), traffic_percentage: '100' }]),
    );
    expect(created.status).toBe(200);
  });

  it.each([
    ['ai21labs', { ai21labs_config: { ai21labs_api_key: key } }],
    [
      'amazon-bedrock',
      {
        amazon_bedrock_config: {
          aws_region: 'r',
          bedrock_provider: 'anthropic',
          aws_access_key_id: key,
          aws_secret_access_key_plaintext: 'x',
        },
      },
    ],
    [
      'amazon-bedrock',
      {
        amazon_bedrock_config: {
          aws_region: 'r',
          bedrock_provider: 'amazon',
          uc_service_credential_name: 'c',
        },
      },
    ],
    ['anthropic', { anthropic_config: { anthropic_api_key: key } }],
    ['cohere', { cohere_config: { cohere_api_key: key, cohere_api_base: 'https://x' } }],
    ['custom', { custom_provider_config: { custom_provider_url: 'https://x' } }],
    [
      'custom',
      {
        custom_provider_config: {
          custom_provider_url: 'https://x',
          api_key_auth: { key: 'X-Key', value_plaintext: 'v' },
        },
      },
    ],
    [
      'databricks-model-serving',
      {
        databricks_model_serving_config: { databricks_workspace_url: 'https://x', databricks_api_token: key },
      },
    ],
    [
      'google-cloud-vertex-ai',
      { google_cloud_vertex_ai_config: { project_id: 'p', region: 'r', private_key: key } },
    ],
    ['openai', { openai_config: { openai_api_key: '{{secrets/}}' } }],
    ['openai', { openai_config: { ...azure, openai_api_key: key, openai_deployment_name: 'd' } }],
    [
      'openai',
      {
        openai_config: {
          ...azure,
          openai_api_type: 'azuread',
          openai_deployment_name: 'd',
          microsoft_entra_tenant_id: 't',
          microsoft_entra_client_id: 'c',
          microsoft_entra_client_secret: key,
        },
      },
    ],
    ['palm', { palm_config: { palm_api_key: key } }],
  ])('takes the provider %s with %j', async (provider, config) => {
    const caller = await localCaller();
    const endpoint = await create(caller, 'e', [model(provider, config)]);
    const echoed = JSON.parse(
      JSON.stringify(config, (name, value: unknown) => (name.endsWith('_plaintext') ? undefined : value)),
    ) as unknown;
    expect(endpoint.config?.served_entities[0]).toMatchObject({ external_model: echoed });
  });
});

describe('a config update', () => {
  it.each<[string, unknown, unknown, RegExp]>([
    ['of nothing', [external('a')], {}, /At least one of/],
    [
      'from external to custom',
      [external('a')],
      { served_entities: [custom('a')] },
      /can't be updated to serve other entities/,
    ],
    [
      'from custom to external',
      [custom('a')],
      { served_entities: [external('a')] },
      /can't be updated to serve other entities/,
    ],
  ])('%s is refused', async (_what, before, update, message) => {
    const caller = await localCaller();
    await create(caller, 'e', before as unknown[]);
    expect(await caller.call('PUT', `${endpoints}/e/config`, update)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) as unknown },
    });
    expect((await get(caller, 'e')).state).toMatchObject({ config_update: 'NOT_UPDATING' });
  });

  it('of traffic alone routes anew among the entities that are there', async () => {
    const caller = await localCaller();
    await create(caller, 'e', [custom('a'), custom('b')], {
      config: { traffic_config: { routes: [route('a', 50), route('b', 50)] } },
    });
    const { json } = await caller.call('PUT', `${endpoints}/e/config`, {
      traffic_config: { routes: [route('a', 10), route('b', 90)] },
    });
    expect(json).toMatchObject({
      pending_config: {
        served_entities: [{ name: 'a' }, { name: 'b' }],
        traffic_config: { routes: [{ traffic_percentage: 10 }, { traffic_percentage: 90 }] },
      },
    });
  });

  it('keeps legacy inference tables where they are, and disabled once they were', async () => {
    const caller = await localCaller();
    const capture = { catalog_name: 'main', schema_name: 'logs' };
    await create(caller, 'e', [custom('a')], { config: { auto_capture_config: capture } });
    const put = (auto_capture_config: unknown) =>
      caller.call('PUT', `${endpoints}/e/config`, { served_entities: [custom('a')], auto_capture_config });
    expect((await put({ ...capture, schema_name: 'other' })).text).toMatch(
      /'schema_name' of auto_capture_config/,
    );
    expect((await put({ ...capture, enabled: false })).status).toBe(200);
    await get(caller, 'e');
    await get(caller, 'e');
    expect((await put(capture)).text).toMatch(/can't be enabled again/);
  });
});
