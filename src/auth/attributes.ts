/** A setting that Databricks' tools share, as the environment and `.databrickscfg` name it. */
export interface Attribute {
  /** The key in `.databrickscfg`. */
  readonly key: string;
  readonly env?: string;
  /** The method of authentication that it belongs to; two methods at once are a conflict. */
  readonly family?: string;
  /** True where the value must never be shown. */
  readonly sensitive?: boolean;
  /** True for what describes a workspace: with `--profile` the profile alone says it, never the environment. */
  readonly profileOnly?: boolean;
}

/**
 * The attributes that decide where requests go and who sends them, of the Databricks SDKs' unified authentication. Those
 * of methods that are not supported are here, too: what is configured for one must not be taken for another.
 */
const attributes = [
  { key: 'host', env: 'DATABRICKS_HOST' },
  { key: 'auth_type', env: 'DATABRICKS_AUTH_TYPE', profileOnly: true },
  { key: 'account_id', env: 'DATABRICKS_ACCOUNT_ID', profileOnly: true },
  { key: 'workspace_id', env: 'DATABRICKS_WORKSPACE_ID', profileOnly: true },
  { key: 'discovery_url', env: 'DATABRICKS_DISCOVERY_URL', profileOnly: true },
  { key: 'scopes' },
  { key: 'token', env: 'DATABRICKS_TOKEN', family: 'pat', sensitive: true },
  { key: 'username', env: 'DATABRICKS_USERNAME', family: 'basic' },
  { key: 'password', env: 'DATABRICKS_PASSWORD', family: 'basic', sensitive: true },
  { key: 'client_id', env: 'DATABRICKS_CLIENT_ID', family: 'oauth' },
  { key: 'client_secret', env: 'DATABRICKS_CLIENT_SECRET', family: 'oauth', sensitive: true },
  {
    key: 'metadata_service_url',
    env: 'DATABRICKS_METADATA_SERVICE_URL',
    family: 'metadata-service',
    sensitive: true,
  },
  { key: 'oidc_token_env', env: 'DATABRICKS_OIDC_TOKEN_ENV', family: 'env-oidc' },
  { key: 'databricks_id_token_filepath', env: 'DATABRICKS_OIDC_TOKEN_FILEPATH', family: 'file-oidc' },
  { key: 'azure_workspace_resource_id', env: 'DATABRICKS_AZURE_RESOURCE_ID', family: 'azure' },
  { key: 'azure_use_msi', env: 'ARM_USE_MSI', family: 'azure' },
  { key: 'azure_client_id', env: 'ARM_CLIENT_ID', family: 'azure' },
  { key: 'azure_client_secret', env: 'ARM_CLIENT_SECRET', family: 'azure', sensitive: true },
  { key: 'azure_tenant_id', env: 'ARM_TENANT_ID', family: 'azure' },
  { key: 'google_service_account', env: 'DATABRICKS_GOOGLE_SERVICE_ACCOUNT', family: 'google' },
  { key: 'google_credentials', env: 'GOOGLE_CREDENTIALS', family: 'google', sensitive: true },
] as const satisfies readonly Attribute[];

export type AttributeKey = (typeof attributes)[number]['key'];

/** The attributes, each typed as what any of them may hold. */
export const attributeList: readonly (Attribute & { readonly key: AttributeKey })[] = attributes;

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'profile'; readonly profile: string; readonly path: string };

export interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

export type Settings = ReadonlyMap<AttributeKey, Setting>;

/** As it stands in messages: `DATABRICKS_TOKEN`, `profile "dev" in ~/.databrickscfg`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'env':
      return origin.name;
    case 'profile':
      return `profile "${origin.profile}" in ${origin.path}`;
  }
}
