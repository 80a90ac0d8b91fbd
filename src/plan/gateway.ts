import type { AiGatewayConfig, AiGatewayInferenceTableConfig } from '#schemas/api/ai-gateway.ts';

/**
 * The gateway configurations to put, one after the other. Usually the wanted one alone; an inference table moves in two:
 * its catalog, schema and prefix can be changed only while it is disabled (databricks-sdk-py, AiGatewayInferenceTableConfig).
 * @param actual the gateway that the endpoint has, where it is known
 */
export function gatewayBodies(
  wanted: AiGatewayConfig,
  actual: AiGatewayConfig | undefined,
): readonly AiGatewayConfig[] {
  const present = actual?.inference_table_config;
  if (!present || !moves(wanted.inference_table_config, present)) return [wanted];
  return [{ ...wanted, inference_table_config: { ...present, enabled: false } }, wanted];
}

const place = ['catalog_name', 'schema_name', 'table_name_prefix'] as const;

/** True where a running table is to run on elsewhere. What is left out stays where it is. */
const moves = (
  wanted: AiGatewayInferenceTableConfig | undefined,
  present: AiGatewayInferenceTableConfig,
): boolean =>
  present.enabled === true &&
  wanted?.enabled !== false &&
  place.some((key) => wanted?.[key] !== undefined && wanted[key] !== present[key]);

/** True where only the endpoint itself can tell how many calls the change takes. */
export const mayMove = (wanted: AiGatewayConfig): boolean =>
  wanted.inference_table_config?.enabled !== false &&
  place.some((key) => wanted.inference_table_config?.[key] !== undefined);
