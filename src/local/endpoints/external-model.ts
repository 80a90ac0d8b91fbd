import { message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { ExternalModelRecord } from '../store/records.ts';
import { providerConfigs, type Block, type ProviderConfig } from './provider-configs.ts';

export const externalModel = message({
  name: text,
  provider: text,
  task: text,
  ...Object.fromEntries([...providerConfigs.values()].map(({ key, decode }) => [key, decode])),
});

const blockKeys = [...providerConfigs.values()].map(({ key }) => key);

/** The model as it is kept: `seal` is given each `*_plaintext` credential. @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readExternalModel(
  sent: Decoded<typeof externalModel>,
  seal: (plain: string) => string,
): ExternalModelRecord {
  const { name, provider, task } = sent;
  if (!name) throw invalidParameter("Missing required field 'name' of external_model.");
  if (!task) throw invalidParameter("Missing required field 'task' of external_model.");
  if (!provider) throw invalidParameter("Missing required field 'provider' of external_model.");
  const known = providerConfigs.get(provider);
  if (!known) {
    const names = [...providerConfigs.keys()].join(', ');
    throw invalidParameter(`Unsupported external model provider '${provider}'. Supported: ${names}.`);
  }
  const blocks = sent as Readonly<Record<string, Block | undefined>>;
  const config = blocks[known.key];
  if (!config) throw invalidParameter(`Missing '${known.key}' for external model provider '${provider}'.`);
  const other = blockKeys.find((key) => key !== known.key && blocks[key] !== undefined);
  if (other) throw invalidParameter(`'${other}' can't be set for external model provider '${provider}'.`);
  checkConfig(known, config);
  return { name, provider, task, [known.key]: sealed(config, seal) };
}

function checkConfig(known: ProviderConfig, config: Block): void {
  const required = [...known.required, ...azureFields(config)];
  for (const field of required) {
    if (!config[field]) throw invalidParameter(`Missing required field '${field}' of ${known.key}.`);
  }
  for (const name of known.credentials(config)) requireCredential(config, name, known.key);
  if (known.key === 'custom_provider_config') checkCustomAuthentication(config);
  if (known.key === 'amazon_bedrock_config') checkBedrockAuthentication(config);
  checkReferences(config);
}

/** Azure's deployments are addressed, not only authenticated (databricks-sdk-py, OpenAiConfig). */
function azureFields(config: Block): readonly string[] {
  const address = ['openai_api_base', 'openai_api_version', 'openai_deployment_name'];
  switch (config['openai_api_type']) {
    case 'azure':
      return address;
    case 'azuread':
      return [...address, 'microsoft_entra_tenant_id', 'microsoft_entra_client_id'];
    default:
      return [];
  }
}

function requireCredential(config: Block, name: string, where: string): void {
  const reference = Boolean(config[name]);
  const plain = Boolean(config[`${name}_plaintext`]);
  if (reference && plain) {
    throw invalidParameter(`Only one of '${name}' and '${name}_plaintext' may be set in ${where}.`);
  }
  if (!reference && !plain) {
    throw invalidParameter(`One of '${name}' and '${name}_plaintext' must be set in ${where}.`);
  }
}

function checkCustomAuthentication(config: Block): void {
  const byKey = config['api_key_auth'] as Block | undefined;
  const byToken = config['bearer_token_auth'] as Block | undefined;
  if (byKey && byToken) {
    throw invalidParameter("Only one of 'api_key_auth' and 'bearer_token_auth' may be set.");
  }
  if (byKey) {
    if (!byKey['key']) throw invalidParameter("Missing required field 'key' of api_key_auth.");
    requireCredential(byKey, 'value', 'api_key_auth');
  }
  if (byToken) requireCredential(byToken, 'token', 'bearer_token_auth');
}

function checkBedrockAuthentication(config: Block): void {
  const keys = ['aws_access_key_id', 'aws_secret_access_key'].flatMap((name) => [name, `${name}_plaintext`]);
  const role = ['instance_profile_arn', 'uc_service_credential_name'].find((name) => config[name]);
  if (role && keys.some((name) => config[name])) {
    throw invalidParameter(`Access keys can't be set together with '${role}' in amazon_bedrock_config.`);
  }
}

/** Fields that name a secret. What they name may be missing, or incomplete: that is found out when it is needed. */
const referenceField =
  /^(?:value|token|private_key|\w+_api_key|\w+_api_token|\w+_client_secret|aws_access_key_id|aws_secret_access_key)$/;

function checkReferences(block: Block): void {
  for (const [name, value] of Object.entries(block)) {
    if (isBlock(value)) checkReferences(value);
    else if (referenceField.test(name)) checkReference(name, value);
  }
}

const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null;

function checkReference(name: string, value: unknown): void {
  if (typeof value === 'string' && !/^\{\{secrets\/.*\}\}$/.test(value)) {
    throw invalidParameter(
      `'${name}' must be a reference to a secret, {{secrets/scope/key}}; a value itself goes into '${name}_plaintext'.`,
    );
  }
}

function sealed(block: Block, seal: (plain: string) => string): Block {
  return Object.fromEntries(
    Object.entries(block).map(([name, value]): [string, unknown] => {
      if (isBlock(value)) return [name, sealed(value, seal)];
      return [name, name.endsWith('_plaintext') ? seal(String(value)) : value];
    }),
  );
}

/** The model as it is answered: without what was given as plain text. */
export function echoExternalModel(model: ExternalModelRecord): Block {
  return withoutPlaintext(model);
}

function withoutPlaintext(block: Block): Block {
  return Object.fromEntries(
    Object.entries(block)
      .filter(([name]) => !name.endsWith('_plaintext'))
      .map(([name, value]) => [name, isBlock(value) ? withoutPlaintext(value) : value]),
  );
}
