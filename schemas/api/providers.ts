/**
 * What is known of each provider of external models, as data: where its settings stand, which credentials it takes,
 * and how one credential is given as a secret reference or in plain text. Imports nothing, so that it costs nothing.
 */

/** One credential and the two fields that can hold it, as paths inside the provider's settings. */
export interface CredentialPair {
  readonly reference: readonly string[];
  readonly plaintext: readonly string[];
}

/** One complete way to authenticate with a provider. */
export interface CredentialWay {
  /** For messages: `an access key`. */
  readonly label: string;
  /** The value of the provider's selector field that picks this way. */
  readonly selectedBy?: string;
  /** Each must be given, by exactly one of its two fields. */
  readonly pairs: readonly CredentialPair[];
  /** Plain fields that this way needs too, as paths. */
  readonly fields: readonly (readonly string[])[];
}

export interface Provider {
  /** The field of `external_model` that holds this provider's settings. */
  readonly configKey: string;
  /** The field that says which way applies; where there is none, the fields that are present say it. */
  readonly selector?: { readonly field: string; readonly default: string };
  readonly ways: readonly CredentialWay[];
  /** False where the provider may be called without credentials. */
  readonly credentialsRequired: boolean;
  /** The field with the address of the provider's API, where it can be set. */
  readonly addressField?: string;
}

const pair = (field: string): CredentialPair => ({ reference: [field], plaintext: [`${field}_plaintext`] });

const pairIn = (group: string, field: string): CredentialPair => ({
  reference: [group, field],
  plaintext: [group, `${field}_plaintext`],
});

const apiKey = (field: string): readonly CredentialWay[] => [
  { label: 'an API key', pairs: [pair(field)], fields: [] },
];

const azureFields = [['openai_api_base'], ['openai_api_version'], ['openai_deployment_name']] as const;

export const providers = {
  ai21labs: {
    configKey: 'ai21labs_config',
    ways: apiKey('ai21labs_api_key'),
    credentialsRequired: true,
  },
  'amazon-bedrock': {
    configKey: 'amazon_bedrock_config',
    ways: [
      {
        label: 'an access key',
        pairs: [pair('aws_access_key_id'), pair('aws_secret_access_key')],
        fields: [],
      },
      { label: 'an instance profile', pairs: [], fields: [['instance_profile_arn']] },
      { label: 'a service credential', pairs: [], fields: [['uc_service_credential_name']] },
    ],
    credentialsRequired: true,
  },
  anthropic: {
    configKey: 'anthropic_config',
    ways: apiKey('anthropic_api_key'),
    credentialsRequired: true,
  },
  cohere: {
    configKey: 'cohere_config',
    ways: apiKey('cohere_api_key'),
    credentialsRequired: true,
    addressField: 'cohere_api_base',
  },
  custom: {
    configKey: 'custom_provider_config',
    ways: [
      {
        label: 'an API key in a header',
        pairs: [pairIn('api_key_auth', 'value')],
        fields: [['api_key_auth', 'key']],
      },
      { label: 'a bearer token', pairs: [pairIn('bearer_token_auth', 'token')], fields: [] },
    ],
    credentialsRequired: false,
    addressField: 'custom_provider_url',
  },
  'databricks-model-serving': {
    configKey: 'databricks_model_serving_config',
    ways: [{ label: 'an access token', pairs: [pair('databricks_api_token')], fields: [] }],
    credentialsRequired: true,
    addressField: 'databricks_workspace_url',
  },
  'google-cloud-vertex-ai': {
    configKey: 'google_cloud_vertex_ai_config',
    ways: [{ label: 'a private key', pairs: [pair('private_key')], fields: [] }],
    credentialsRequired: true,
  },
  openai: {
    configKey: 'openai_config',
    selector: { field: 'openai_api_type', default: 'openai' },
    ways: [
      { label: 'an API key', selectedBy: 'openai', pairs: [pair('openai_api_key')], fields: [] },
      {
        label: 'an Azure API key',
        selectedBy: 'azure',
        pairs: [pair('openai_api_key')],
        fields: azureFields,
      },
      {
        label: 'a Microsoft Entra application',
        selectedBy: 'azuread',
        pairs: [pair('microsoft_entra_client_secret')],
        fields: [['microsoft_entra_tenant_id'], ['microsoft_entra_client_id'], ...azureFields],
      },
    ],
    credentialsRequired: true,
    addressField: 'openai_api_base',
  },
  palm: {
    configKey: 'palm_config',
    ways: apiKey('palm_api_key'),
    credentialsRequired: true,
  },
} as const satisfies Readonly<Record<string, Provider>>;

export type ProviderName = keyof typeof providers;

const table: Readonly<Record<string, Provider>> = providers;

export const providerNames = Object.keys(providers) as ProviderName[];

/** The provider of that name, if it is a known one. */
export const findProvider = (name: string): Provider | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Names that people write for a provider (seen in public declarations), and the one that is meant. */
const otherNames: Readonly<Record<string, ProviderName>> = {
  ai21: 'ai21labs',
  'ai21-labs': 'ai21labs',
  'aws-bedrock': 'amazon-bedrock',
  aws: 'amazon-bedrock',
  azure: 'openai',
  'azure-openai': 'openai',
  bedrock: 'amazon-bedrock',
  claude: 'anthropic',
  databricks: 'databricks-model-serving',
  gemini: 'google-cloud-vertex-ai',
  google: 'google-cloud-vertex-ai',
  'google-vertex-ai': 'google-cloud-vertex-ai',
  'open-ai': 'openai',
  vertex: 'google-cloud-vertex-ai',
  'vertex-ai': 'google-cloud-vertex-ai',
  vertexai: 'google-cloud-vertex-ai',
};

/** The provider meant by a common wrong name: `bedrock` → `amazon-bedrock`. */
export const providerMeantBy = (name: string): ProviderName | undefined => {
  const normal = name.toLowerCase().replaceAll(/[_ ]+/g, '-');
  if (Object.hasOwn(table, normal)) return normal as ProviderName;
  return Object.hasOwn(otherNames, normal) ? otherNames[normal] : undefined;
};

/** Every credential pair of a provider, once. */
export function credentialPairs(provider: Provider): CredentialPair[] {
  const pairs = new Map<string, CredentialPair>();
  for (const way of provider.ways) {
    for (const each of way.pairs) pairs.set(each.reference.join('.'), each);
  }
  return [...pairs.values()];
}
