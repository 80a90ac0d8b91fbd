import { integer, list, message, text, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { EntityRecord, RouteRecord } from '../store/records.ts';

export const trafficConfig = message({
  routes: list(message({ served_entity_name: text, served_model_name: text, traffic_percentage: integer })),
});

type Route = NonNullable<Decoded<typeof trafficConfig>['routes']>[number];

/** The routes to `entities`; a lone entity takes all traffic where nothing else is said. @throws ApiFault 400 */
export function readRoutes(
  sent: Decoded<typeof trafficConfig> | undefined,
  entities: readonly EntityRecord[],
): readonly RouteRecord[] {
  const routes = sent?.routes?.map(readRoute) ?? [];
  if (routes.length === 0) return defaultRoutes(entities);
  const names = routes.map((route) => route.served_entity_name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw invalidParameter(`Served entity '${repeated}' has more than one route.`);
  const unknown = names.find((name) => entities.every((entity) => entity.name !== name));
  if (unknown) {
    throw invalidParameter(`The traffic config has a route to '${unknown}', which is not a served entity.`);
  }
  const forgotten = entities.find((entity) => !names.includes(entity.name));
  if (forgotten) throw invalidParameter(`The traffic config has no route to '${forgotten.name}'.`);
  const sum = routes.reduce((total, route) => total + route.traffic_percentage, 0);
  if (sum !== 100) throw invalidParameter(`The traffic percentages must add up to 100, but are ${sum}.`);
  return routes;
}

function defaultRoutes(entities: readonly EntityRecord[]): readonly RouteRecord[] {
  const [only, ...others] = entities;
  if (!only || others.length > 0) {
    throw invalidParameter('A traffic config is required with more than one served entity.');
  }
  return [{ served_entity_name: only.name, traffic_percentage: 100 }];
}

function readRoute(sent: Route): RouteRecord {
  const { served_entity_name: entity, served_model_name: model, traffic_percentage } = sent;
  const name = entity ?? model;
  if (!name) throw invalidParameter("Missing required field 'served_entity_name' of a route.");
  if (model !== undefined && model !== name) {
    throw invalidParameter(`A route names both '${name}' and '${model}'.`);
  }
  if (traffic_percentage === undefined) {
    throw invalidParameter(`Missing required field 'traffic_percentage' of the route to '${name}'.`);
  }
  if (traffic_percentage < 0 || traffic_percentage > 100) {
    throw invalidParameter(`The traffic percentage of '${name}' must be between 0 and 100.`);
  }
  return { served_entity_name: name, traffic_percentage };
}
