import { flag, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { ConfigRecord, EntityRecord } from '../store/records.ts';
import {
  fromServedModel,
  readServedEntity,
  servedEntity,
  servedModel,
  type EntityContext,
} from './served-entity.ts';
import { readRoutes, trafficConfig } from './traffic.ts';

export const endpointConfig = message({
  served_entities: list(servedEntity),
  served_models: list(servedModel),
  traffic_config: trafficConfig,
  auto_capture_config: message({
    catalog_name: text,
    schema_name: text,
    table_name_prefix: text,
    enabled: flag,
  }),
});

export type EndpointConfig = Decoded<typeof endpointConfig>;
export type ConfigDraft = Omit<ConfigRecord, 'config_version'>;

const mostEntities = 15;

/**
 * The config that a request asks for, in place of `current`; undefined where it asks for none. Traffic alone is routed anew among
 * the entities that are there. @throws ApiFault 400
 */
export function readConfig(
  sent: EndpointConfig,
  current: ConfigRecord | undefined,
  context: EntityContext & { readonly endpoint: string },
): ConfigDraft | undefined {
  const asked = requestedEntities(sent).map((entity) => readServedEntity(entity, context));
  const entities = asked.length > 0 ? asked : (current?.served_entities ?? []);
  if (entities.length === 0) {
    if (sent.traffic_config?.routes?.length) {
      throw invalidParameter('The traffic config has routes, but the endpoint has no served entities.');
    }
    return undefined;
  }
  checkTogether(entities);
  if (current) checkKind(current.served_entities, entities);
  const capture = autoCapture(sent.auto_capture_config, current, context.endpoint);
  return {
    served_entities: entities,
    routes: readRoutes(sent.traffic_config, entities),
    ...(capture && { auto_capture_config: capture }),
  };
}

function requestedEntities(sent: EndpointConfig) {
  const entities = sent.served_entities ?? [];
  const models = sent.served_models ?? [];
  if (entities.length > 0 && models.length > 0) {
    throw invalidParameter("Only one of 'served_entities' and 'served_models' may be set.");
  }
  if (models.some((model) => model.scale_to_zero_enabled === undefined)) {
    throw invalidParameter("Missing required field 'scale_to_zero_enabled' of served_models.");
  }
  return [...entities, ...models.map(fromServedModel)];
}

function checkTogether(entities: readonly EntityRecord[]): void {
  if (entities.length > mostEntities) {
    throw invalidParameter(`An endpoint can serve at most ${mostEntities} entities.`);
  }
  const names = entities.map((entity) => entity.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw invalidParameter(`Served entity names must be unique, but '${repeated}' is repeated.`);
  const external = entities.flatMap((entity) => entity.external_model ?? []);
  if (external.length > 0 && external.length < entities.length) {
    throw invalidParameter("An endpoint can't serve both external models and other entities.");
  }
  if (new Set(external.map((model) => model.task)).size > 1) {
    throw invalidParameter('All external models of an endpoint must have the same task.');
  }
}

function checkKind(before: readonly EntityRecord[], after: readonly EntityRecord[]): void {
  const external = (entities: readonly EntityRecord[]): boolean =>
    entities.some((entity) => entity.external_model !== undefined);
  if (external(before) !== external(after)) {
    throw invalidParameter(
      "An endpoint with external models can't be updated to serve other entities, nor the other way round.",
    );
  }
}

/** Legacy inference tables: where they are kept can't change, and once disabled they stay so (Terraform provider docs). */
function autoCapture(
  sent: EndpointConfig['auto_capture_config'],
  current: ConfigRecord | undefined,
  endpoint: string,
): ConfigRecord['auto_capture_config'] {
  if (!sent) return undefined;
  const before = current?.auto_capture_config;
  const asked = { table_name_prefix: endpoint, enabled: true, ...sent };
  if (!before) return asked;
  const moved = ['catalog_name', 'schema_name', 'table_name_prefix'].find(
    (field) => before[field] !== (asked as Readonly<Record<string, unknown>>)[field],
  );
  if (moved) throw invalidParameter(`'${moved}' of auto_capture_config can't be changed.`);
  if (before['enabled'] === false && asked.enabled) {
    throw invalidParameter("auto_capture_config can't be enabled again once it was disabled.");
  }
  return asked;
}
