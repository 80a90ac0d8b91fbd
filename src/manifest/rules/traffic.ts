import type { Route } from '#schemas/api/traffic-config.ts';
import { closest } from '#schemas/closest.ts';
import { items, type PartialEndpoint, type Partly, type RuleFinding } from './rule.ts';
import { quote } from '../words.ts';
import { nameOf, servedBy } from './served.ts';

export function* trafficRules(document: PartialEndpoint): Generator<RuleFinding> {
  const served = servedBy(document);
  const traffic = document.config?.traffic_config;
  const routes = [...items(traffic?.routes)];
  const routesPath = ['config', 'traffic_config', 'routes'];

  if (!traffic?.routes) {
    const second = served[1];
    if (second) {
      yield {
        code: 'traffic-missing',
        path: ['config', served[0]?.path[1] ?? 'served_entities'],
        part: 'key',
        message: `${served.length} entities, and no \`traffic_config\` that splits the traffic between them`,
        hint: 'add `traffic_config: {routes: […]}` with a route for each entity',
      };
    }
    return;
  }

  const shares = routes.map(([, route]) => route.traffic_percentage);
  // A share that is missing or out of bounds has been told; what the others add up to says nothing then.
  if (shares.every((share) => share !== undefined && share >= 0 && share <= 100)) {
    const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
    if (sum !== 100 && traffic.routes.length === routes.length) {
      yield {
        code: 'traffic-sum',
        path: routesPath,
        part: 'key',
        message: `the routes add up to ${sum} %, not 100 %`,
        hint: sum < 100 ? `give ${100 - sum} % more to one of them` : `take ${sum - 100} % from one of them`,
      };
    }
  }

  const names = served.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const routed = new Set<string>();
  for (const [index, route] of routes) {
    const path = [...routesPath, index];
    const { served_entity_name: entity, served_model_name: model } = route;
    const name = nameIn(route);
    if (name === undefined) {
      yield {
        code: 'route-without-name',
        path,
        part: 'key',
        message: 'this route does not say which entity gets the traffic',
        hint: 'add `served_entity_name`',
      };
      continue;
    }
    routed.add(name);
    if (entity !== undefined && model !== undefined && entity !== model) {
      yield {
        code: 'route-names-differ',
        path: [...path, 'served_model_name'],
        message: `\`served_model_name\` names another entity than \`served_entity_name\``,
        hint: 'keep `served_entity_name` alone',
      };
    }
    // Where an entity's name isn't known, any route may mean it; where none are given, they are the endpoint's own.
    if (served.length === 0 || names.length < served.length || names.includes(name)) continue;
    const meant = closest(name, names) ?? (names.length === 1 ? names[0] : undefined);
    // A misspelt route is one fault: that its entity now lacks a route is the same.
    if (meant !== undefined) routed.add(meant);
    yield {
      code: 'route-unknown-entity',
      path: [...path, entity === undefined ? 'served_model_name' : 'served_entity_name'],
      message: `${quote(name)} is no served entity of this endpoint`,
      hint:
        meant === undefined
          ? `there are ${names.map((each) => `\`${each}\``).join(', ')}`
          : `did you mean \`${meant}\`?`,
    };
  }
  // A route that can't be read, or names nobody, may be the one that is looked for.
  if (traffic.routes.length > routes.length || routes.some(([, route]) => nameIn(route) === undefined))
    return;
  for (const each of served) {
    if (each.name === undefined || routed.has(each.name)) continue;
    yield {
      code: 'entity-without-route',
      path: each.path,
      part: 'key',
      message: `no route leads to ${nameOf(each)}`,
      hint: 'add a route; `traffic_percentage: 0` keeps the entity as a fallback',
    };
  }
}

const nameIn = ({ served_entity_name, served_model_name }: Partly<Route>): string | undefined =>
  served_entity_name ?? served_model_name;
