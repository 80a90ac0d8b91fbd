import { changeableOfProvided } from '#schemas/provided-endpoint.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { listIn, part } from '../circumstances.ts';
import { comparableEndpoint, defaultEntityName } from '../normalize.ts';
import { grantsToDeclare } from '../plan-permissions.ts';
import { isProvided } from '../provided.ts';
import type { LiveEndpoint } from '../types.ts';
import { declarable } from './declarable.ts';
import { addHiddenValues } from './hidden-values.ts';
import { sortLists } from './sort-lists.ts';
import type { ExportedDocument } from './types.ts';

/**
 * The document that declares what an endpoint has: what the service owns, and what silence means anyway, is left out;
 * lists whose order means nothing are sorted. A plan for it has nothing to do. Values that no answer shows are variables
 * of the environment. Permissions are declared where they are known.
 */
export function exportDocument({ endpoint, permissions }: LiveEndpoint): ExportedDocument {
  const { name } = endpoint;
  const actual = comparableEndpoint(endpoint);
  const declared = isProvided(name, endpoint)
    ? Object.fromEntries(Object.entries(actual).filter(([key]) => changeableOfProvided.has(key)))
    : actual;
  const grants = permissions ? grantsToDeclare(permissions) : [];
  const parts = sortLists(withoutImplied(declarable(declared)));
  const remarks = addHiddenValues(parts, endpoint);
  const document = { name, ...parts, ...(grants.length > 0 && { permissions: grants }) };
  // Every field of it came out of an answer; the shapes of the two are the same.
  return { document: document as EndpointDocument, remarks };
}

type Json = Record<string, unknown>;

/** Leaves out the routes and the name of a lone entity, where they are what they would be without a word. */
function withoutImplied(document: Json): Json {
  const [entity, another] = listIn(document, 'config', 'served_entities') as readonly Json[];
  if (!entity || another) return document;
  const config = document['config'] as Json;
  const { traffic_config, ...rest } = config;
  const routes = listIn(traffic_config, 'routes');
  const isWhole =
    routes.length === 0 || (routes.length === 1 && part(routes[0], 'traffic_percentage') === 100);
  if (!isWhole) return document;
  const { name, ...unnamed } = entity;
  const isDefault = name === defaultEntityName(unnamed);
  return {
    ...document,
    config: { ...rest, served_entities: [isDefault ? unnamed : entity] },
  };
}
