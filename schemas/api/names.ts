import * as z from 'zod';

/** What an endpoint's and a served entity's name may hold; anything else would also break the request path. */
const namePattern = /^[A-Za-z0-9_-]+$/;
const nameRule = 'may hold only letters, digits, "-" and "_"';

/** 1 to 63 characters (Databricks REST reference); the endpoint's identity, never changed. */
export const EndpointName = z
  .string()
  .min(1, 'must not be empty')
  .max(63, 'may hold at most 63 characters')
  .regex(namePattern, nameRule);
export type EndpointName = z.infer<typeof EndpointName>;

export const ServedEntityName = z.string().min(1, 'must not be empty').regex(namePattern, nameRule);
export type ServedEntityName = z.infer<typeof ServedEntityName>;
