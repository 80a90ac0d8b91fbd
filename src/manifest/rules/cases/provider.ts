import { yaml } from './yaml.ts';
import type { RuleCase } from './case.ts';

const model = (provider: string, ...lines: readonly string[]): string => `name: e
config:
  served_entities:
    - name: a
      external_model:
        name: m
        task: llm/v1/chat
        provider: ${provider}
${lines.map((line) => `        ${line}\n`).join('')}`;

const openai = (settings: string): string => model('openai', `openai_config: {${settings}}`);
const good = openai("openai_api_key: '{{secrets/llm/key}}'");

export const providerCases = {
  'secret-reference': {
    fails: openai("openai_api_key: '{{secrets/}}'"),
    at: 9,
    under: "'{{secrets/}}'",
    passes: good,
  },
  'raw-key': {
    fails: openai('openai_api_key: sk-proj-0123456789abcdef'),
    at: 9,
    under: 'sk-proj-0123456789abcdef',
    passes: openai('openai_api_key_plaintext: sk-proj-0123456789abcdef'),
  },
  'reference-as-plaintext': {
    fails: openai("openai_api_key_plaintext: '{{secrets/llm/key}}'"),
    at: 9,
    under: "'{{secrets/llm/key}}'",
    passes: good,
  },
  'credential-twice': {
    fails: openai("openai_api_key: '{{secrets/llm/key}}', openai_api_key_plaintext: hunter2"),
    at: 9,
    under: 'openai_api_key_plaintext',
    passes: good,
  },
  'credential-missing': {
    fails: model('anthropic', 'anthropic_config: {}'),
    at: 9,
    under: 'anthropic_config',
    passes: model('anthropic', "anthropic_config: {anthropic_api_key: '{{secrets/llm/key}}'}"),
  },
  'credential-ways': {
    fails: model(
      'amazon-bedrock',
      'amazon_bedrock_config:',
      '  aws_region: us-east-1',
      '  bedrock_provider: Anthropic',
      "  aws_access_key_id: '{{secrets/aws/id}}'",
      "  aws_secret_access_key: '{{secrets/aws/key}}'",
      '  instance_profile_arn: arn:aws:iam::1:instance-profile/p',
    ),
    at: 14,
    under: 'instance_profile_arn',
    passes: model(
      'amazon-bedrock',
      'amazon_bedrock_config:',
      '  aws_region: us-east-1',
      '  bedrock_provider: Anthropic',
      '  instance_profile_arn: arn:aws:iam::1:instance-profile/p',
    ),
  },
  'missing-key': {
    fails: model(
      'openai',
      'openai_config:',
      '  openai_api_type: azure',
      "  openai_api_key: '{{secrets/llm/key}}'",
      '  openai_api_base: https://r.openai.azure.com',
      "  openai_api_version: '2024-10-21'",
    ),
    at: 9,
    under: 'openai_config',
    passes: model(
      'openai',
      'openai_config:',
      '  openai_api_type: azuread',
      "  microsoft_entra_client_secret: '{{secrets/llm/key}}'",
      '  microsoft_entra_tenant_id: t',
      '  microsoft_entra_client_id: c',
      '  openai_api_base: https://r.openai.azure.com',
      "  openai_api_version: '2024-10-21'",
      '  openai_deployment_name: d',
    ),
  },
  'entra-without-azuread': {
    fails: openai("openai_api_key: '{{secrets/llm/key}}', microsoft_entra_tenant_id: t"),
    at: 9,
    under: 'microsoft_entra_tenant_id',
    passes: good,
  },
  'unknown-provider': {
    fails: model('aws-bedrock'),
    at: 8,
    under: 'aws-bedrock',
    passes: model('cohere', "cohere_config: {cohere_api_key: '{{secrets/llm/key}}'}"),
  },
  'provider-config-missing': { fails: model('openai'), at: 8, under: 'openai', passes: good },
  'two-providers': {
    fails: openai("openai_api_key: '{{secrets/llm/key}}'") + '        anthropic_config: {}\n',
    at: 10,
    under: 'anthropic_config',
    passes: good,
  },
  'model-name-slash': {
    fails: good.replace('name: m', 'name: openai/gpt-4o'),
    at: 6,
    under: 'openai/gpt-4o',
    passes: good.replace('name: m', 'name: gpt-4o'),
  },
  'workspace-url': {
    fails: model(
      'databricks-model-serving',
      'databricks_model_serving_config:',
      '  databricks_workspace_url: http://example.com/serving-endpoints',
      "  databricks_api_token: '{{secrets/llm/token}}'",
    ),
    at: 10,
    under: 'http://example.com/serving-endpoints',
    passes: model(
      'databricks-model-serving',
      'databricks_model_serving_config:',
      '  databricks_workspace_url: https://example.com/',
      "  databricks_api_token: '{{secrets/llm/token}}'",
    ),
  },
  'unexpanded-variable': {
    fails: good.replace('llm/key', '${SCOPE}/key'),
    at: 9,
    under: "'{{secrets/${SCOPE}/key}}'",
    passes: yaml`
      name: e
      config:
        served_entities:
          - {name: a, entity_name: m, scale_to_zero_enabled: false, environment_vars: {PATH: '\${HOME}/bin'}}
    `.replaceAll('\\$', '$'),
  },
} satisfies Record<string, RuleCase>;
