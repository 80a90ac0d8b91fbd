import { message, text, type Decoder } from '../decode.ts';

/** What the API knows of one provider of external models (Databricks REST reference, ExternalModel). */
export interface ProviderConfig {
  /** The key of its block in `external_model`. */
  readonly key: string;
  readonly decode: Decoder<Block>;
  readonly required: readonly string[];
  /** Each is given as a reference to a secret (`NAME`) or as itself (`NAME_plaintext`). */
  readonly credentials: (config: Block) => readonly string[];
}

export type Block = Readonly<Record<string, unknown>>;

const texts = (...names: readonly string[]): Decoder<Block> =>
  message(Object.fromEntries(names.map((name) => [name, text])));

const pair = (name: string): readonly string[] => [name, `${name}_plaintext`];

/** A provider that asks for one key and no more. */
const keyed = (key: string, credential: string, ...others: readonly string[]): ProviderConfig => ({
  key,
  decode: texts(...pair(credential), ...others),
  required: [],
  credentials: () => [credential],
});

const openai: ProviderConfig = {
  key: 'openai_config',
  decode: texts(
    ...pair('openai_api_key'),
    ...pair('microsoft_entra_client_secret'),
    'openai_api_type',
    'openai_api_base',
    'openai_api_version',
    'openai_deployment_name',
    'openai_organization',
    'microsoft_entra_tenant_id',
    'microsoft_entra_client_id',
  ),
  required: [],
  credentials: (config) =>
    config['openai_api_type'] === 'azuread' ? ['microsoft_entra_client_secret'] : ['openai_api_key'],
};

const bedrock: ProviderConfig = {
  key: 'amazon_bedrock_config',
  decode: texts(
    ...pair('aws_access_key_id'),
    ...pair('aws_secret_access_key'),
    'aws_region',
    'bedrock_provider',
    'instance_profile_arn',
    'uc_service_credential_name',
  ),
  required: ['aws_region', 'bedrock_provider'],
  credentials: (config) =>
    config['instance_profile_arn'] === undefined && config['uc_service_credential_name'] === undefined
      ? ['aws_access_key_id', 'aws_secret_access_key']
      : [],
};

const custom: ProviderConfig = {
  key: 'custom_provider_config',
  decode: message({
    custom_provider_url: text,
    api_key_auth: texts('key', ...pair('value')),
    bearer_token_auth: texts(...pair('token')),
  }),
  required: ['custom_provider_url'],
  credentials: () => [],
};

export const providerConfigs: ReadonlyMap<string, ProviderConfig> = new Map([
  ['ai21labs', keyed('ai21labs_config', 'ai21labs_api_key')],
  ['amazon-bedrock', bedrock],
  ['anthropic', keyed('anthropic_config', 'anthropic_api_key')],
  ['cohere', keyed('cohere_config', 'cohere_api_key', 'cohere_api_base')],
  ['custom', custom],
  [
    'databricks-model-serving',
    {
      ...keyed('databricks_model_serving_config', 'databricks_api_token', 'databricks_workspace_url'),
      required: ['databricks_workspace_url'],
    },
  ],
  [
    'google-cloud-vertex-ai',
    {
      ...keyed('google_cloud_vertex_ai_config', 'private_key', 'project_id', 'region'),
      required: ['project_id', 'region'],
    },
  ],
  ['openai', openai],
  ['palm', keyed('palm_config', 'palm_api_key')],
]);
