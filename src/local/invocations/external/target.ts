import { ApiFault, invalidParameter } from '../../http/api-fault.ts';
import type { JsonObject } from '../../models/answer.ts';
import { block, place, text, type ExternalCall } from './call.ts';
import { credential, type CredentialServices } from './credential.ts';
import type { Operation } from './operation.ts';

/** Where a call goes. */
export interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What `headers` must keep to themselves. */
  readonly secret: string | undefined;
}

export interface TargetServices extends CredentialServices {
  readonly options: { readonly upstreams?: Readonly<Record<string, string>> };
}

/**
 * Address and credentials of the provider. `openai` (also on Azure), `custom` and `databricks-model-serving` speak
 * OpenAI's API. Any other provider is reached only through an OpenAI-compatible server that was named for it: its own
 * API is not spoken.
 * @throws ApiFault 400 for a config that leads nowhere or a missing secret; 501 for what is not forwarded
 */
export function targetOf(services: TargetServices, call: ExternalCall, operation: Operation): Target {
  const { provider } = call.model;
  switch (provider) {
    case 'openai':
      return openai(services, call, operation);
    case 'custom':
      return custom(services, call, operation);
    case 'databricks-model-serving':
      return databricks(services, call);
    default:
      return compatible(services, call, operation);
  }
}

function openai(services: TargetServices, call: ExternalCall, { path }: Operation): Target {
  const config = block(call.model, 'openai_config');
  const type = text(config, 'openai_api_type') ?? 'openai';
  if (type === 'azuread') {
    throw new ApiFault(
      501,
      'NOT_IMPLEMENTED',
      `The local workspace takes no Microsoft Entra tokens, which openai_api_type 'azuread' of ${place(call)} needs. ` +
        "Use 'azure' with an openai_api_key.",
    );
  }
  const key = required(services, call, 'openai_config', 'openai_api_key');
  if (type === 'azure') {
    const [base, deployment, version] = [
      'openai_api_base',
      'openai_deployment_name',
      'openai_api_version',
    ].map((field) => {
      const value = text(config, field);
      if (value === undefined)
        throw invalidParameter(`openai_api_type 'azure' of ${place(call)} needs '${field}'`);
      return value;
    }) as [string, string, string];
    const url = below(base, `openai/deployments/${encodeURIComponent(deployment)}/${path}`, call);
    url.searchParams.set('api-version', version);
    return { url, headers: { 'api-key': key }, secret: key };
  }
  const organization = text(config, 'openai_organization');
  const base =
    text(config, 'openai_api_base') ?? services.options.upstreams?.['openai'] ?? 'https://api.openai.com/v1';
  return {
    url: below(base, path, call),
    headers: {
      ...bearer(key),
      ...(organization === undefined ? {} : { 'openai-organization': organization }),
    },
    secret: key,
  };
}

function custom(services: TargetServices, call: ExternalCall, { path }: Operation): Target {
  const config = block(call.model, 'custom_provider_config');
  const base = text(config, 'custom_provider_url') ?? services.options.upstreams?.['custom'];
  if (base === undefined) throw invalidParameter(`${place(call)} has no 'custom_provider_url'`);
  const given = absolute(base, call);
  // A URL with a path is what Databricks posts to as it stands; a bare host, or one version below it, is a base.
  const url = /^\/(?:v\d+\/?)?$/.test(given.pathname) ? below(base, path, call) : given;

  const apiKey = config['api_key_auth'];
  if (apiKey !== undefined) {
    const auth = apiKey as JsonObject;
    const header = text(auth, 'key');
    const value = credential(services, call, auth, 'value', 'custom_provider_config.api_key_auth.value');
    if (header === undefined || value === undefined) {
      throw invalidParameter(
        `'custom_provider_config.api_key_auth' of ${place(call)} needs 'key' and 'value'`,
      );
    }
    return { url, headers: { [header.toLowerCase()]: value }, secret: value };
  }
  const token = credential(
    services,
    call,
    (config['bearer_token_auth'] ?? {}) as JsonObject,
    'token',
    'custom_provider_config.bearer_token_auth.token',
  );
  return { url, headers: token === undefined ? {} : bearer(token), secret: token };
}

function databricks(services: TargetServices, call: ExternalCall): Target {
  const config = block(call.model, 'databricks_model_serving_config');
  const workspace =
    text(config, 'databricks_workspace_url') ?? services.options.upstreams?.['databricks-model-serving'];
  if (workspace === undefined) throw invalidParameter(`${place(call)} has no 'databricks_workspace_url'`);
  const token = required(services, call, 'databricks_model_serving_config', 'databricks_api_token');
  const endpoint = encodeURIComponent(call.model.name);
  return {
    url: below(workspace, `serving-endpoints/${endpoint}/invocations`, call),
    headers: bearer(token),
    secret: token,
  };
}

/** Where these providers keep the one key that they have; Bedrock and Vertex AI sign requests instead. */
const apiKeys: Readonly<Record<string, readonly [config: string, field: string]>> = {
  ai21labs: ['ai21labs_config', 'ai21labs_api_key'],
  anthropic: ['anthropic_config', 'anthropic_api_key'],
  cohere: ['cohere_config', 'cohere_api_key'],
  palm: ['palm_config', 'palm_api_key'],
};

function compatible(services: TargetServices, call: ExternalCall, { path }: Operation): Target {
  const { provider } = call.model;
  const base = services.options.upstreams?.[provider];
  if (base === undefined) {
    throw new ApiFault(
      501,
      'NOT_IMPLEMENTED',
      `The local workspace does not speak the API of the provider '${provider}', which ${place(call)} needs. ` +
        `Name an OpenAI-compatible server in its place: --upstream ${provider}=URL`,
    );
  }
  const at = apiKeys[provider];
  const key = at && credential(services, call, block(call.model, at[0]), at[1], at.join('.'));
  return { url: below(base, path, call), headers: key === undefined ? {} : bearer(key), secret: key };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function required(services: TargetServices, call: ExternalCall, config: string, field: string): string {
  const label = `${config}.${field}`;
  const value = credential(services, call, block(call.model, config), field, label);
  if (value === undefined) {
    throw invalidParameter(
      `${place(call)} has no credential: set '${label}' to a {{secrets/<scope>/<key>}} reference, or '${label}_plaintext'`,
    );
  }
  return value;
}

function absolute(address: string, call: ExternalCall): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw invalidParameter(`'${address}', the address of ${place(call)}, is no http or https URL`);
}

/** `path` below the path of `base`, however many slashes that ends in. */
function below(base: string, path: string, call: ExternalCall): URL {
  const url = absolute(base, call);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url;
}
