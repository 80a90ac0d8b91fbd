import { buildLog } from '../insight/build-log.ts';
import { exposition } from '../insight/metrics.ts';
import { querySchema } from '../insight/query-schema.ts';
import { serverLog } from '../insight/server-log.ts';
import type { ControlServices } from '../services.ts';
import type { EndpointRecord, EntityRecord } from '../store/records.ts';
import { ApiFault, doesNotExist } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { originOf } from './body.ts';
import { endpointsPath } from './endpoints.ts';

const latestLines = 100;

/** build logs, server logs, metrics, query schema */
export function mountEndpointInsight(app: LocalApp, { store, directory, now }: ControlServices): void {
  const path = `${endpointsPath}/:name`;

  app.get(`${path}/served-models/:served/build-logs`, (c) => {
    const { name, served } = c.req.param();
    return c.json({ logs: buildLog(requireEntity(directory.get(name), served)) });
  });

  app.get(`${path}/served-models/:served/logs`, (c) => {
    const { name, served } = c.req.param();
    const endpoint = directory.get(name);
    const entity = requireEntity(endpoint, served);
    return c.json({ logs: serverLog(store.requests.latest(endpoint.id, entity.name, latestLines)) });
  });

  app.get(`${path}/metrics`, (c) => {
    const endpoint = directory.get(c.req.param('name'));
    return c.text(exposition(endpoint, store.requests.since(endpoint.id, now() - 60_000)));
  });

  app.get(`${path}/openapi`, (c) => {
    const endpoint = directory.get(c.req.param('name'));
    if (!endpoint.config) {
      throw new ApiFault(400, 'INVALID_STATE', `Endpoint '${endpoint.name}' has no active config.`);
    }
    return c.json(querySchema(endpoint, originOf(c)));
  });
}

/** What is being deployed comes first: its logs are the ones that are asked for. */
function requireEntity({ name, config, pending }: EndpointRecord, served: string): EntityRecord {
  const entities = [...(pending?.served_entities ?? []), ...(config?.served_entities ?? [])];
  const entity = entities.find((candidate) => candidate.name === served);
  if (!entity) throw doesNotExist(`Served entity '${served}' does not exist in endpoint '${name}'.`);
  return entity;
}
