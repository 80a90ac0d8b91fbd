import * as z from 'zod';
import { Principal } from '../api/permissions.ts';
import { AclPermission, AzureKeyVaultMetadata, type CreateScope, ScopeBackendType } from '../api/secrets.ts';
import { Lifecycle } from './lifecycle.ts';

/** Who may do what with a scope, as bundles write it. */
export const ScopeGrant = Principal.extend({
  level: AclPermission,
}).meta({ id: 'ScopeGrant', description: 'What one principal may do with the scope.' });
export type ScopeGrant = z.infer<typeof ScopeGrant>;

/** A secret scope as bundles declare it, under `resources.secret_scopes`. */
export const SecretScopeResource = z
  .looseObject({
    name: z
      .string()
      .min(1, 'must not be empty')
      .max(128, 'may hold at most 128 characters')
      .describe('Name of the scope; it is created where it does not exist.'),
    backend_type: ScopeBackendType.optional(),
    keyvault_metadata: AzureKeyVaultMetadata.optional(),
    permissions: z
      .array(ScopeGrant)
      .optional()
      .describe('Who may do what with the scope, the whole of it: grants that are not here are taken away.'),
    lifecycle: Lifecycle.optional(),
  })
  .meta({ id: 'SecretScopeResource', description: 'A secret scope.' });
export type SecretScopeResource = z.infer<typeof SecretScopeResource>;

/** A scope as it is declared: what creates it, and who may do what with it. */
export type ScopeDocument = CreateScope & { readonly permissions?: readonly ScopeGrant[] | undefined };
