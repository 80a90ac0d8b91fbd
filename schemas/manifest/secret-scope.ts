import * as z from 'zod';
import { AzureKeyVaultMetadata, ScopeBackendType } from '../api/secrets.ts';

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
      .array(z.looseObject({}).catchall(z.string()))
      .optional()
      .describe('Who may do what with the scope; set by `servectl secrets put-acl`, not from a manifest.'),
    lifecycle: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('How the engine of bundles treats the scope.'),
  })
  .meta({ id: 'SecretScopeResource', description: 'A secret scope.' });
export type SecretScopeResource = z.infer<typeof SecretScopeResource>;
