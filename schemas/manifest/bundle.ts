import * as z from 'zod';
import { EndpointDocument } from './endpoint.ts';
import { SecretScopeDocument } from './secret-scope.ts';

export const Lifecycle = z
  .looseObject({
    prevent_destroy: z
      .boolean()
      .optional()
      .describe('Whether the resource is kept even where it would have to be deleted. Default: false.'),
  })
  .meta({ id: 'Lifecycle', description: 'What must not happen to the resource.' });
export type Lifecycle = z.infer<typeof Lifecycle>;

export const BundleEndpoint = EndpointDocument.extend({ lifecycle: Lifecycle.optional() });
export type BundleEndpoint = z.infer<typeof BundleEndpoint>;

export const BundleSecretScope = SecretScopeDocument.extend({ lifecycle: Lifecycle.optional() });
export type BundleSecretScope = z.infer<typeof BundleSecretScope>;

/**
 * The part of a Databricks bundle that declares endpoints and scopes. Bundles hold much more (jobs, pipelines,
 * targets), which is none of our business: only what stands under the two keys is to be checked for unknown ones.
 */
export const BundleResources = z.looseObject({
  model_serving_endpoints: z
    .record(z.string(), BundleEndpoint)
    .optional()
    .describe('Endpoints by the name that the bundle refers to them with.'),
  secret_scopes: z
    .record(z.string(), BundleSecretScope)
    .optional()
    .describe('Secret scopes by the name that the bundle refers to them with.'),
});
export type BundleResources = z.infer<typeof BundleResources>;
