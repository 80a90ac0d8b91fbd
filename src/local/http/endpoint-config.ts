import { detailedAnswer } from '../endpoints/answer.ts';
import { endpointConfig, readConfig, type EndpointConfig } from '../endpoints/config.ts';
import { startDeployment } from '../lifecycle.ts';
import { credentialContext, type ControlServices } from '../services.ts';
import type { EndpointRecord } from '../store/records.ts';
import { invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { originOf, readBody } from './body.ts';
import { endpointsPath, refuseProvided } from './endpoints.ts';

/** update of the config, stop, start */
export function mountEndpointConfig(app: LocalApp, services: ControlServices): void {
  const { options, directory, now } = services;

  app.put(`${endpointsPath}/:name/config`, async (c) => {
    const request = await readBody(c, endpointConfig);
    const endpoint = directory.changeIdle(c.req.param('name'), 'configuration', (current) =>
      redeploy(services, current, request, c.get('caller').name),
    );
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });

  app.post(`${endpointsPath}/:name/config:stop`, (c) => {
    const endpoint = directory.changeIdle(c.req.param('name'), 'state', (current) => {
      requireCustom(current);
      return { ...current, stopped: true, last_updated_timestamp: now() };
    });
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });

  app.post(`${endpointsPath}/:name/config:start`, (c) => {
    const endpoint = directory.changeIdle(c.req.param('name'), 'state', (current) => {
      const config = requireCustom(current);
      // A new version of the same config; an endpoint that runs already is left alone.
      return current.stopped ? startDeployment(current, config, options, now()) : current;
    });
    return c.json(detailedAnswer(endpoint, originOf(c)));
  });
}

/** The endpoint may be stopped: a new config starts it. @throws ApiFault 400, 403 */
function redeploy(
  { options, vault, now }: ControlServices,
  current: EndpointRecord,
  request: EndpointConfig,
  creator: string,
): EndpointRecord {
  refuseProvided(current, 'updated');
  if (current.commitments) {
    throw invalidParameter(
      `Endpoint '${current.name}' has provisioned throughput: its config is updated at ${endpointsPath}/pt/${current.name}/config.`,
    );
  }
  const draft = readConfig(request, current.config, {
    creator,
    now: now(),
    seal: (plain) => vault.seal(plain, credentialContext(current.id)),
    endpoint: current.name,
  });
  const asked = [request.served_entities, request.served_models, request.traffic_config?.routes];
  if (!draft || !asked.some((part) => part?.length)) {
    throw invalidParameter("At least one of 'served_entities' and 'traffic_config' must be set.");
  }
  return startDeployment(current, draft, options, now());
}

/** @throws ApiFault 400: only custom models can be stopped and started (Databricks documentation, "Manage model serving endpoints") */
function requireCustom({ name, builtin, config }: EndpointRecord): NonNullable<EndpointRecord['config']> {
  const external = config?.served_entities.some((entity) => entity.external_model);
  if (config && !builtin && !external) return config;
  throw invalidParameter(
    `Endpoint '${name}' can't be stopped or started: that is for endpoints that serve custom models.`,
  );
}
