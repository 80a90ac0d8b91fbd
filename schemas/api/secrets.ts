import * as z from 'zod';
import { openEnum } from '../open-enum.ts';
import { fieldTraits } from '../traits.ts';

const scope = z
  .string()
  .min(1, 'must not be empty')
  .max(128, 'may hold at most 128 characters')
  .describe(
    'Name of the scope: at most 128 letters, digits, "-", "_", "." and "@"; case makes no difference.',
  );
const key = z
  .string()
  .min(1, 'must not be empty')
  .max(128, 'may hold at most 128 characters')
  .describe('Name of the secret: at most 128 letters, digits, "-", "_" and ".".');
const principal = z
  .string()
  .describe('E-mail address of a user, name of a group, or application id of a service principal.');

export const AzureKeyVaultMetadata = z
  .looseObject({
    resource_id: z.string().describe('Azure resource id of the vault.'),
    dns_name: z.string().describe('Address of the vault.'),
    tenant_id: z.string().optional().describe('Microsoft Entra tenant of the vault.'),
  })
  .meta({ id: 'AzureKeyVaultMetadata', description: 'The Azure Key Vault behind a scope.' });
export type AzureKeyVaultMetadata = z.infer<typeof AzureKeyVaultMetadata>;

export const ScopeBackendType = openEnum(['DATABRICKS', 'AZURE_KEYVAULT']).describe(
  'Where the secrets are kept. Default: DATABRICKS. Cannot be changed.',
);
export type ScopeBackendType = z.infer<typeof ScopeBackendType>;

export const CreateScope = z
  .looseObject({
    scope,
    scope_backend_type: ScopeBackendType.optional(),
    backend_azure_keyvault: AzureKeyVaultMetadata.optional(),
    initial_manage_principal: z
      .string()
      .optional()
      .describe('Who gets MANAGE on the new scope: users (everyone), or by default the creator alone.'),
  })
  .meta({ id: 'CreateScope', description: 'A secret scope to create.' });
export type CreateScope = z.infer<typeof CreateScope>;

export const DeleteScope = z.looseObject({ scope });
export type DeleteScope = z.infer<typeof DeleteScope>;

export const SecretScope = z.looseObject({
  name: z.string().describe('Name of the scope.'),
  backend_type: ScopeBackendType.optional(),
  keyvault_metadata: AzureKeyVaultMetadata.partial()
    .optional()
    .describe('The Azure Key Vault behind the scope.'),
});
export type SecretScope = z.infer<typeof SecretScope>;

export const ListScopesResponse = z.looseObject({
  scopes: z.array(SecretScope).optional().describe('The scopes that the caller may see.'),
});
export type ListScopesResponse = z.infer<typeof ListScopesResponse>;

export const PutSecret = z
  .looseObject({
    scope,
    key,
    string_value: z
      .string()
      .optional()
      .meta({
        description: 'The value as text, at most 128 KiB in UTF-8. Either this or bytes_value.',
        writeOnly: true,
      })
      .register(fieldTraits, { secret: 'plaintext' }),
    bytes_value: z
      .string()
      .optional()
      .meta({
        description: 'The value as bytes in base64, at most 128 KiB. Either this or string_value.',
        writeOnly: true,
      })
      .register(fieldTraits, { secret: 'plaintext' }),
  })
  .meta({ id: 'PutSecret', description: 'A secret to store; an existing one is overwritten.' });
export type PutSecret = z.infer<typeof PutSecret>;

export const DeleteSecret = z.looseObject({ scope, key });
export type DeleteSecret = z.infer<typeof DeleteSecret>;

export const SecretMetadata = z.looseObject({
  key: z.string().describe('Name of the secret.'),
  last_updated_timestamp: z
    .number()
    .optional()
    .describe('When the value was last written, in milliseconds since 1970.'),
});
export type SecretMetadata = z.infer<typeof SecretMetadata>;

export const ListSecretsResponse = z.looseObject({
  secrets: z.array(SecretMetadata).optional().describe('Names and times of the secrets, never their values.'),
});
export type ListSecretsResponse = z.infer<typeof ListSecretsResponse>;

export const GetSecretResponse = z.looseObject({
  key: z.string().optional().describe('Name of the secret.'),
  value: z
    .string()
    .optional()
    .describe('The value in base64.')
    .register(fieldTraits, { secret: 'plaintext' }),
});
export type GetSecretResponse = z.infer<typeof GetSecretResponse>;

export const AclPermission = openEnum(['READ', 'WRITE', 'MANAGE']).describe(
  'READ reads the values, WRITE may change them too, MANAGE may change who may do so too.',
);
export type AclPermission = z.infer<typeof AclPermission>;

export const PutAcl = z
  .looseObject({ scope, principal, permission: AclPermission })
  .meta({ id: 'PutAcl', description: 'What one principal may do with a scope; replaces what it could do.' });
export type PutAcl = z.infer<typeof PutAcl>;

export const DeleteAcl = z.looseObject({ scope, principal });
export type DeleteAcl = z.infer<typeof DeleteAcl>;

export const AclItem = z.looseObject({ principal, permission: AclPermission });
export type AclItem = z.infer<typeof AclItem>;

export const ListAclsResponse = z.looseObject({
  items: z.array(AclItem).optional().describe('One entry a principal.'),
});
export type ListAclsResponse = z.infer<typeof ListAclsResponse>;
