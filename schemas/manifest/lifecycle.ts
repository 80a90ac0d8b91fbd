import * as z from 'zod';

/** As bundles have it: for whoever deploys, not for the API. */
export const Lifecycle = z
  .looseObject({
    prevent_destroy: z
      .boolean()
      .optional()
      .describe('Whether apply and destroy refuse to delete or replace it. Default: false.'),
  })
  .meta({ id: 'Lifecycle', description: 'How a resource is protected from its own manifest.' });
export type Lifecycle = z.infer<typeof Lifecycle>;
