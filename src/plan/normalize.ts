import type { EndpointCoreConfigOutput } from '#schemas/api/endpoint-config-output.ts';
import type { ServedEntityInput } from '#schemas/api/served-entity.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { TrafficConfig } from '#schemas/api/traffic-config.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';

/*
 * The two sides of a comparison in one form, copied and not judged: what the values mean is the field policy's.
 * Entities are `served_entities` with names, a route has one name.
 */

/** An endpoint in the form of comparisons: top-level keys of the create request, without `name`. */
export type Comparable = Readonly<Record<string, unknown>>;

type Entity = Partial<ServedEntityInput>;
type Model = NonNullable<EndpointCoreConfigOutput['served_models']>[number];
type Config = Pick<
  Partial<EndpointCoreConfigOutput>,
  'served_entities' | 'served_models' | 'traffic_config' | 'auto_capture_config'
>;

/** `permissions` and `secrets` are compared by themselves: they are resources of their own. */
export function comparableDocument(document: EndpointDocument): Comparable {
  const { config, tags } = document;
  return {
    ...without(document, ['name', 'permissions', 'secrets', 'config', 'tags']),
    ...(tags && { tags: lastOfEachKey(tags) }),
    ...(config && { config: comparableConfig(config) }),
  };
}

/**
 * What the endpoint has, or is about to have: a config that is being deployed goes before the one that serves, since it
 * will have taken its place. One that failed doesn't: it isn't there, so that applying again tries again.
 */
export function comparableEndpoint(endpoint: ServingEndpointDetailed): Comparable {
  const config = currentConfig(endpoint);
  return {
    ...without(endpoint, ['name', 'config', 'pending_config']),
    ...(config && { config: comparableConfig(config) }),
  };
}

/** The configuration that the endpoint serves, or is about to. */
export function currentConfig(endpoint: ServingEndpointDetailed): EndpointCoreConfigOutput | undefined {
  return isBusy(endpoint) ? (endpoint.pending_config ?? endpoint.config) : endpoint.config;
}

type Served = Pick<Config, 'served_entities' | 'served_models'>;

/** Whether a config names nothing to serve, in either form. */
export const servesNothing = (config: Served | EndpointDocument['config']): boolean =>
  (config?.served_entities ?? config?.served_models ?? []).length === 0;

/** A config is being deployed: other calls on the config and on telemetry are refused meanwhile. */
export const isBusy = ({ state }: Pick<ServingEndpointDetailed, 'state'>): boolean =>
  // Older answers call the key `update_state`.
  (state?.config_update ?? state?.['update_state']) === 'IN_PROGRESS';

const without = (value: object, keys: readonly string[]): Comparable =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

function comparableConfig({ served_entities, served_models, traffic_config, ...rest }: Config): Comparable {
  // Answers hold both forms of the same entities.
  const entities: readonly Entity[] | undefined = served_entities ?? served_models?.map(asEntity);
  return {
    ...rest,
    ...(entities && { served_entities: entities.map(named) }),
    ...(traffic_config && { traffic_config: comparableTraffic(traffic_config) }),
  };
}

/** A served model of the older form in the newer words. */
const asEntity = ({ model_name, model_version, ...rest }: Model): Entity => ({
  ...(rest as Entity),
  ...(model_name !== undefined && { entity_name: model_name }),
  ...(model_version !== undefined && { entity_version: model_version }),
});

const named = (entity: Entity): Entity => ({ ...entity, name: entity.name ?? defaultEntityName(entity) });

/**
 * The name that the service gives an entity without one: an external model's own, `.` and `:` turned into `-`; else the
 * last part of the model's name, and its version (Databricks bundle reference, system table `served_entities`).
 */
export function defaultEntityName({ external_model, entity_name = '', entity_version }: Entity): string {
  if (external_model) return external_model.name.replaceAll(/[.:]/g, '-');
  const last = entity_name.slice(entity_name.lastIndexOf('.') + 1);
  return entity_version ? `${last}-${entity_version}` : last;
}

const comparableTraffic = ({ routes, ...rest }: TrafficConfig): Comparable => ({
  ...rest,
  ...(routes && {
    routes: routes.map(({ served_entity_name, served_model_name, ...route }) => ({
      served_entity_name: served_entity_name ?? served_model_name,
      ...route,
    })),
  }),
});

/** The service keeps tags by key. The places of the others stay, so that indexes keep their meaning. */
function lastOfEachKey<Item extends { readonly key: string }>(
  tags: readonly Item[],
): readonly (Item | undefined)[] {
  const last = new Map(tags.map(({ key }, index) => [key, index]));
  return tags.map((tag, index) => (last.get(tag.key) === index ? tag : undefined));
}
