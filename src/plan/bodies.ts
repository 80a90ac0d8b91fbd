import type { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointTag } from '#schemas/api/tag.ts';
import type { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import { currentConfig } from './normalize.ts';
import { tagsToBe } from './ownership.ts';

/** What of the document creates an endpoint: without our extensions, which are resources of their own. */
export function documentToCreate(document: EndpointDocument, owner: string | undefined): EndpointDocument {
  const tags = tagsToBe(document.tags, undefined, owner);
  return { ...withoutExtensions(document), ...(tags && { tags: [...oneOfEachKey(tags)] }) };
}

function withoutExtensions(document: EndpointDocument): EndpointDocument {
  const copy = { ...document };
  delete copy.permissions;
  delete copy.secrets;
  return copy;
}

/**
 * The parts of the document that are to be sent, each as a whole, since each call replaces what it is about. With them
 * goes what the document leaves to the endpoint and the call would else take away.
 */
export function documentToUpdate(
  document: EndpointDocument,
  parts: ReadonlySet<string>,
  live: ServingEndpointDetailed,
  owner: string | undefined,
): EndpointUpdateDocument {
  const { config, ai_gateway } = document;
  const tags = tagsToBe(document.tags, live.tags, owner);
  const sent: EndpointUpdateDocument = {
    ...Object.fromEntries(Object.entries(document).filter(([key]) => parts.has(key))),
    ...(parts.has('tags') && tags && { tags: [...tags] }),
    ...(parts.has('config') && config && { config: configToSend(config, live) }),
    ...(parts.has('ai_gateway') && ai_gateway && { ai_gateway: gatewayToSend(ai_gateway, live) }),
  };
  return sent;
}

/**
 * The document for an endpoint in place of another: what the document doesn't mention is taken over. What no answer
 * shows (a budget policy, limits of the older kind) can't be.
 */
export function documentToReplace(
  document: EndpointDocument,
  live: ServingEndpointDetailed,
  owner: string | undefined,
): EndpointDocument {
  const { ai_gateway, email_notifications, uc_system_metrics_export_state, route_optimized } = live;
  const { config } = document;
  // Both are for custom models alone.
  const isCustom = !config?.served_entities?.some(({ external_model }) => external_model);
  const telemetry = isCustom ? telemetryToKeep(live) : undefined;
  const kept = {
    ...(live.description && { description: live.description }),
    ...(isCustom && route_optimized === true && { route_optimized }),
    ...(ai_gateway && { ai_gateway }),
    ...(email_notifications && { email_notifications }),
    ...(uc_system_metrics_export_state !== undefined && { uc_system_metrics_export_state }),
    ...(telemetry && { telemetry_config: telemetry }),
    ...withoutExtensions(document),
  };
  const tags = tagsToBe(document.tags ?? live.tags, live.tags, owner);
  return {
    ...kept,
    ...(tags && { tags: [...oneOfEachKey(tags)] }),
    ...(config && { config: configToSend(config, live) }),
  };
}

/** Legacy payload logging is in no other call's hands: left out of a config, it would be gone. */
function configToSend(
  config: EndpointCoreConfigInput,
  live: ServingEndpointDetailed,
): EndpointCoreConfigInput {
  const running = currentConfig(live)?.auto_capture_config;
  if (!running) return config;
  const { catalog_name, schema_name, table_name_prefix, enabled } = running;
  const kept = {
    ...(catalog_name !== undefined && { catalog_name }),
    ...(schema_name !== undefined && { schema_name }),
    ...(table_name_prefix !== undefined && { table_name_prefix }),
    ...(enabled !== undefined && { enabled }),
  };
  return { ...config, auto_capture_config: { ...kept, ...config.auto_capture_config } };
}

/** A prefix that is left out would move a running table to another name, which the service refuses. */
function gatewayToSend(gateway: AiGatewayConfig, live: ServingEndpointDetailed): AiGatewayConfig {
  const prefix = live.ai_gateway?.inference_table_config?.table_name_prefix;
  const table = gateway.inference_table_config;
  if (!table || !prefix || table.table_name_prefix !== undefined) return gateway;
  return { ...gateway, inference_table_config: { ...table, table_name_prefix: prefix } };
}

function telemetryToKeep({ telemetry_config: telemetry }: ServingEndpointDetailed) {
  if (telemetry?.telemetry_profile_id === undefined) return undefined;
  const fraction = telemetry.inference_table_config?.sampling_fraction;
  const features = telemetry.enabled_telemetry_features;
  return {
    telemetry_profile_id: telemetry.telemetry_profile_id,
    ...(fraction !== undefined && { inference_table_config: { sampling_fraction: fraction } }),
    ...(features && { enabled_telemetry_features: features }),
  };
}

/** The service keeps tags by key, and refuses to create an endpoint with a key twice; the last one counts. */
const oneOfEachKey = (tags: readonly EndpointTag[]): readonly EndpointTag[] => [
  ...new Map(tags.map((tag) => [tag.key, tag])).values(),
];
