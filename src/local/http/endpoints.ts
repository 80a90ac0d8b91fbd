import { detailedAnswer, rowAnswer } from '../endpoints/answer.ts';
import { createEndpoint, createRequest } from '../endpoints/create.ts';
import type { ControlServices } from '../services.ts';
import { permissionDenied } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { originOf, readBody } from './body.ts';

export const endpointsPath = '/api/2.0/serving-endpoints';

/** list, get, create, delete */
export function mountEndpoints(app: LocalApp, services: ControlServices): void {
  const { store, directory } = services;

  // The key is there even for an empty list: MLflow reads it unasked.
  app.get(endpointsPath, (c) => c.json({ endpoints: directory.list().map(rowAnswer) }));

  app.get(`${endpointsPath}/:name`, (c) =>
    c.json(detailedAnswer(directory.look(c.req.param('name')), originOf(c))),
  );

  app.post(endpointsPath, async (c) => {
    const request = await readBody(c, createRequest);
    return c.json(detailedAnswer(createEndpoint(services, request, c.get('caller')), originOf(c)));
  });

  app.delete(`${endpointsPath}/:name`, (c) => {
    store.transaction(() => {
      const endpoint = directory.get(c.req.param('name'));
      refuseProvided(endpoint, 'deleted');
      store.endpoints.delete(endpoint.name);
      store.permissions.replace(endpoint.id, []);
    });
    // MLflow parses the answer: an empty body breaks it.
    return c.json({});
  });
}

/** @throws ApiFault 403 for an endpoint that the workspace provides */
export function refuseProvided(
  { name, builtin }: { readonly name: string; readonly builtin?: unknown },
  done: string,
): void {
  if (builtin === undefined) return;
  throw permissionDenied(`Endpoint '${name}' is provided by Databricks and can't be ${done}.`);
}
