import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { canonical, compare } from './compare.ts';
import { listIn, part } from './circumstances.ts';
import { shown } from './credentials.ts';
import { knownFields } from './known-fields.ts';
import { comparableEndpoint } from './normalize.ts';
import { directAccess } from './plan-permissions.ts';
import { structure } from './policy.ts';
import type { LiveEndpoint } from './types.ts';

type Hash = (text: string) => string;

/** Of a document as it is declared; a credential counts by being there, not by its value, which a digest would betray. */
export const fingerprintOfDocument = (document: EndpointDocument, hash: Hash): string =>
  hash(canonical(shown(document)));

/**
 * Of what can be declared and the endpoint has: not of states and times, which change by themselves, nor of the order in
 * which an answer happens to list things.
 */
export function fingerprintOfEndpoint({ endpoint, permissions }: LiveEndpoint, hash: Hash): string {
  const comparable = comparableEndpoint(endpoint);
  const fields = compare(undefined, comparable, structure)
    .filter(({ pattern }) => knownFields.has(pattern))
    .map(({ path, to }) => `${path}=${canonical(to)}`)
    .sort();
  const order = listIn(comparable, 'config', 'served_entities').map((entity) => part(entity, 'name'));
  const fallback = part(comparable, 'ai_gateway', 'fallback_config', 'enabled') === true;
  const grants = permissions && directAccess(permissions).map(canonical).sort();
  return hash(canonical({ id: endpoint.id, fields, ...(fallback && { order }), ...(grants && { grants }) }));
}
