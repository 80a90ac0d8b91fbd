import { providerMeantBy, providers, type ProviderName } from '../api/providers.ts';

const schemaLine =
  '# yaml-language-server: $schema=./node_modules/servectl/schemas/json/endpoint.schema.json\n';

interface ExternalExample {
  readonly provider: ProviderName;
  readonly endpoint: string;
  readonly model: string;
  readonly task?: string;
  /** The lines of the provider's settings. */
  readonly settings: readonly string[];
}

function external({ provider, endpoint, model, task = 'llm/v1/chat', settings }: ExternalExample) {
  return `${schemaLine}name: ${endpoint} # callers use this name; it cannot be changed
config:
  served_entities:
    - name: ${endpoint}-model
      external_model:
        provider: ${provider}
        name: ${model}
        task: ${task}
        ${providers[provider].configKey}:
${settings.map((line) => `          ${line}\n`).join('')}`;
}

/** Lines of a reference, after how to store the secret that it names in a scope that exists. */
const secretInScope = (field: string, key: string): readonly string[] => [
  `# servectl secrets put llm ${key}`,
  `${field}: '{{secrets/llm/${key}}}'`,
];

const secret = (field: string, key: string): readonly string[] => [
  '# servectl secrets create-scope llm',
  ...secretInScope(field, key),
];

const examples = {
  ai21labs: external({
    provider: 'ai21labs',
    endpoint: 'ai21-chat',
    model: 'jamba-large',
    settings: secret('ai21labs_api_key', 'ai21labs-api-key'),
  }),
  'amazon-bedrock': external({
    provider: 'amazon-bedrock',
    endpoint: 'bedrock-chat',
    model: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    settings: [
      'aws_region: us-east-1',
      'bedrock_provider: anthropic # whose model it is within Bedrock',
      '# An instance_profile_arn or a uc_service_credential_name can take the place of the access key.',
      ...secret('aws_access_key_id', 'aws-access-key-id'),
      ...secretInScope('aws_secret_access_key', 'aws-secret-access-key'),
    ],
  }),
  anthropic: external({
    provider: 'anthropic',
    endpoint: 'claude-chat',
    model: 'claude-3-5-sonnet-latest',
    settings: secret('anthropic_api_key', 'anthropic-api-key'),
  }),
  'azure-openai': external({
    provider: 'openai',
    endpoint: 'azure-chat',
    model: 'gpt-4o-mini',
    settings: [
      'openai_api_type: azure # azuread takes a Microsoft Entra application in place of the key',
      'openai_api_base: https://my-resource.openai.azure.com/',
      "openai_api_version: '2024-10-21'",
      'openai_deployment_name: my-deployment',
      ...secret('openai_api_key', 'azure-openai-api-key'),
    ],
  }),
  cohere: external({
    provider: 'cohere',
    endpoint: 'cohere-chat',
    model: 'command-r-plus',
    settings: secret('cohere_api_key', 'cohere-api-key'),
  }),
  custom: external({
    provider: 'custom',
    endpoint: 'custom-chat',
    model: 'my-model',
    settings: [
      'custom_provider_url: https://llm.example.com/v1/chat/completions',
      'bearer_token_auth: # or api_key_auth, with the name of a header in key',
      ...secret('token', 'custom-token').map((line) => `  ${line}`),
    ],
  }),
  'databricks-model-serving': external({
    provider: 'databricks-model-serving',
    endpoint: 'other-workspace-chat',
    model: 'chat # the name of the endpoint there',
    settings: [
      'databricks_workspace_url: https://example.cloud.databricks.com',
      ...secret('databricks_api_token', 'other-workspace-token'),
    ],
  }),
  'google-cloud-vertex-ai': external({
    provider: 'google-cloud-vertex-ai',
    endpoint: 'gemini-chat',
    model: 'gemini-1.5-pro',
    settings: [
      'project_id: my-project',
      'region: us-central1',
      ...secret('private_key', 'vertex-ai-key-file'),
    ],
  }),
  openai: external({
    provider: 'openai',
    endpoint: 'chat',
    model: 'gpt-4o-mini',
    settings: secret('openai_api_key', 'openai-api-key'),
  }),
  palm: external({
    provider: 'palm',
    endpoint: 'completions',
    model: 'text-bison-001',
    task: 'llm/v1/completions',
    settings: secret('palm_api_key', 'palm-api-key'),
  }),
  'custom-model': `${schemaLine}name: churn # callers use this name; it cannot be changed
config:
  served_entities:
    - name: current
      entity_name: main.models.churn # catalog.schema.model
      entity_version: '3'
      workload_size: Small # 4 requests at a time; Medium 8 to 16, Large 16 to 64
      scale_to_zero_enabled: true # the first call after a pause waits for a start
      environment_vars:
        LOG_LEVEL: info
`,
  'provisioned-throughput': `${schemaLine}name: llama # callers use this name; it cannot be changed
config:
  served_entities:
    - name: llama
      entity_name: system.ai.meta_llama_v3_1_8b_instruct
      entity_version: '2'
      # Tokens per second, in steps of the model. Newer models take provisioned_model_units instead.
      min_provisioned_throughput: 0
      max_provisioned_throughput: 1940
`,
} as const satisfies Readonly<Record<string, string>>;

export type ExampleName = keyof typeof examples;

export const exampleNames = Object.keys(examples) as ExampleName[];

/**
 * A minimal manifest to start from, as YAML: for each provider of external models, for a model of one's own and for a
 * foundation model. Also understands common other names of providers (`bedrock`, `google`).
 */
export function findExample(name: string): string | undefined {
  if (isExample(name)) return examples[name];
  const provider = providerMeantBy(name);
  return provider === undefined ? undefined : examples[provider];
}

const isExample = (name: string): name is ExampleName => Object.hasOwn(examples, name);
