import * as z from 'zod';

/** An endpoint of the MLflow AI Gateway that reads its endpoints from a YAML file (`mlflow gateway start`). */
export const ConfiguredEndpoint = z.looseObject({
  name: z.string(),
  /** `llm/v1/chat`, `llm/v1/completions` or `llm/v1/embeddings`. */
  endpoint_type: z.string().optional(),
  model: z.looseObject({ name: z.string().nullish(), provider: z.string() }).optional(),
  /** A path of the gateway. */
  endpoint_url: z.string().optional(),
  limit: z
    .looseObject({ calls: z.number(), key: z.string().nullish(), renewal_period: z.string() })
    .nullish(),
});
export type ConfiguredEndpoint = z.infer<typeof ConfiguredEndpoint>;

export const ListConfiguredEndpoints = z.looseObject({
  endpoints: z.array(ConfiguredEndpoint),
  next_page_token: z.string().nullish(),
});
export type ListConfiguredEndpoints = z.infer<typeof ListConfiguredEndpoints>;

/** A name of that gateway that splits traffic between endpoints. It can be asked and shown, and is in no list. */
export const TrafficRoute = z.looseObject({
  name: z.string(),
  task_type: z.string().optional(),
  destinations: z.array(z.looseObject({ name: z.string(), traffic_percentage: z.number() })),
  routing_strategy: z.string().nullish(),
});
export type TrafficRoute = z.infer<typeof TrafficRoute>;
