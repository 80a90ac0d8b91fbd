import * as z from 'zod';

/** An endpoint of the gateway inside an MLflow tracking server, which keeps them in its database (`mlflow server`). */
export const StoredEndpoint = z.looseObject({
  endpoint_id: z.string(),
  name: z.string(),
  model_mappings: z
    .array(
      z.looseObject({
        model_definition: z
          .looseObject({ name: z.string().optional(), provider: z.string(), model_name: z.string() })
          .optional(),
        weight: z.number().optional(),
        /** `PRIMARY` or `FALLBACK`. */
        linkage_type: z.string().optional(),
        fallback_order: z.number().optional(),
      }),
    )
    .optional(),
  created_at: z.number().optional(),
  last_updated_at: z.number().optional(),
});
export type StoredEndpoint = z.infer<typeof StoredEndpoint>;

/** `endpoints` is left out where there are none. */
export const ListStoredEndpoints = z.looseObject({ endpoints: z.array(StoredEndpoint).optional() });
export type ListStoredEndpoints = z.infer<typeof ListStoredEndpoints>;

export const GetStoredEndpoint = z.looseObject({ endpoint: StoredEndpoint });
export type GetStoredEndpoint = z.infer<typeof GetStoredEndpoint>;
