import { hasProvidedName } from '#schemas/provided-endpoint.ts';
import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';

/**
 * Whether Databricks itself provides an endpoint: one for each foundation model that is paid for by the token. Their
 * gateway, limits and permissions can be set; they can't be created, changed otherwise or deleted.
 * @param found absent where there is no such endpoint: then the name alone tells
 */
export function isProvided(name: string, found?: Pick<ServingEndpoint, 'endpoint_type'>): boolean {
  const type = found?.endpoint_type;
  return type === undefined ? hasProvidedName(name) : type === 'FOUNDATION_MODEL_API';
}
