import { randomUUID } from 'node:crypto';
import { decimal, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { EndpointRecord, TelemetryRecord } from '../store/records.ts';

export const telemetryConfig = message({
  table_names: message({
    logs_table: text,
    metrics_table: text,
    traces_table: text,
    annotations_table: text,
  }),
  telemetry_profile_id: text,
  inference_table_config: message({ sampling_fraction: decimal }),
  enabled_telemetry_features: list(text),
});

/**
 * The telemetry that is in force after a request: table names are used up to make a profile and are not told again, and a config
 * that names neither tables nor a profile changes nothing. (The fake workspace of the official CLI mirrors the same.)
 * @throws ApiFault 400 INVALID_PARAMETER_VALUE
 */
export function readTelemetry(
  sent: Decoded<typeof telemetryConfig> | undefined,
  before: TelemetryRecord | undefined,
): TelemetryRecord | undefined {
  if (!sent) return undefined;
  const { table_names: tables, telemetry_profile_id: profile, enabled_telemetry_features: features } = sent;
  if (tables && profile) {
    throw invalidParameter("Only one of 'table_names' and 'telemetry_profile_id' may be set.");
  }
  if (!tables && !profile) return before;
  for (const [field, name] of Object.entries(tables ?? {})) {
    if (name.split('.').length !== 3) {
      throw invalidParameter(`'${field}' must be a table's full name, catalog.schema.table.`);
    }
  }
  const fraction = sent.inference_table_config?.sampling_fraction;
  if (fraction !== undefined && (fraction < 0 || fraction > 1)) {
    throw invalidParameter("'sampling_fraction' must be between 0 and 1.");
  }
  return {
    telemetry_profile_id: profile ?? randomUUID(),
    ...(sent.inference_table_config && {
      inference_table_config: {
        ...sent.inference_table_config,
        ...(tables?.logs_table && { name: `${tables.logs_table}_payload` }),
      },
    }),
    ...(features && { enabled_telemetry_features: features }),
  };
}

/** Why an endpoint can't have telemetry, in the service's own words for its type; undefined where it can. */
export function withoutTelemetry({
  builtin,
  config,
  pending,
}: Pick<EndpointRecord, 'builtin' | 'config' | 'pending'>): string | undefined {
  if (builtin) return 'FOUNDATION_MODEL_API';
  const entities = (pending ?? config)?.served_entities ?? [];
  if (entities.length === 0) return 'NO_CONFIG';
  return entities.some((entity) => entity.entity_name !== undefined) ? undefined : 'EXTERNAL_MODELS';
}
