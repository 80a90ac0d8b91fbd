import { parseSecretReference } from '#schemas/secret-reference.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { DocumentPath } from '../plan/types.ts';

/** A `{{secrets/scope/key}}` and where it stands. */
export interface SecretReference {
  readonly scope: string;
  readonly key: string;
  readonly path: DocumentPath;
}

/** Every secret that the config of a document refers to, in the order of the document. */
export const secretReferences = (document: EndpointDocument): readonly SecretReference[] => [
  ...walk(document.config, ['config']),
];

function* walk(value: unknown, path: DocumentPath): Generator<SecretReference> {
  if (typeof value === 'string') {
    const reference = value.startsWith('{{') ? parseSecretReference(value) : undefined;
    if (reference?.ok) yield { scope: reference.scope, key: reference.key, path };
  } else if (Array.isArray(value)) {
    for (const [index, item] of (value as unknown[]).entries()) yield* walk(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key]);
  }
}
