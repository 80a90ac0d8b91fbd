import * as z from 'zod';
import { Principal } from '../api/permissions.ts';
import { AclPermission, AzureKeyVaultMetadata, ScopeBackendType } from '../api/secrets.ts';

/** A grant on a scope, as bundles write it. */
export const SecretScopeGrant = Principal.extend({ level: AclPermission }).meta({
  id: 'SecretScopeGrant',
  description:
    'What one principal may do with the secrets. Names exactly one of user_name, group_name and service_principal_name.',
});
export type SecretScopeGrant = z.infer<typeof SecretScopeGrant>;

/** A secret scope, as `resources.secret_scopes.*` of a Databricks bundle declares it. */
export const SecretScopeDocument = z
  .looseObject({
    name: z
      .string()
      .min(1, 'must not be empty')
      .max(128, 'may hold at most 128 characters')
      .describe('Name of the scope; it cannot be changed.'),
    backend_type: ScopeBackendType.optional(),
    keyvault_metadata: AzureKeyVaultMetadata.optional(),
    permissions: z.array(SecretScopeGrant).optional().describe('Who may do what with the secrets.'),
  })
  .meta({ id: 'SecretScopeDocument', description: 'A secret scope.' });
export type SecretScopeDocument = z.infer<typeof SecretScopeDocument>;
