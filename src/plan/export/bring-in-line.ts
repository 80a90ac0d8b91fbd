import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { DocumentPath, LiveEndpoint } from '../types.ts';
import { editsFor } from './edits.ts';
import { put, withoutHoles } from './places.ts';
import type { Edit, ExportedDocument } from './types.ts';

/** What an edit changes can change what another part means: after this many rounds nothing is left. */
const mostRounds = 4;

/**
 * The edits that bring a document in line with an endpoint, in rounds: the paths of each are those of the document as
 * the rounds before have left it.
 * @param caller whose own CAN_MANAGE a document need not declare
 */
export function bringInLine(
  document: EndpointDocument,
  live: LiveEndpoint,
  exported: ExportedDocument,
  caller: string | undefined,
): readonly (readonly Edit[])[] {
  const rounds: (readonly Edit[])[] = [];
  let edited = document;
  while (rounds.length < mostRounds) {
    const edits = editsFor(edited, live, exported, caller);
    if (edits.length === 0) break;
    rounds.push(edits);
    edited = carriedOut(edited, edits);
  }
  return rounds;
}

function carriedOut(document: EndpointDocument, edits: readonly Edit[]): EndpointDocument {
  const copy = structuredClone(document) as Record<string, unknown>;
  for (const edit of edits) {
    if (edit.kind === 'set') put(copy, edit.at, edit.value);
    if (edit.kind === 'remove') removeAt(copy, edit.at);
  }
  for (const edit of edits) {
    if (edit.kind !== 'arrange') continue;
    const list = valueAt(copy, edit.at) as readonly unknown[];
    put(
      copy,
      edit.at,
      edit.order.map((index) => list[index]),
    );
  }
  return withoutHoles(copy) as EndpointDocument;
}

/** An item of a list leaves a hole, so that the indexes of the others keep their meaning. */
function removeAt(document: Record<string, unknown>, at: DocumentPath): void {
  const holder = valueAt(document, at.slice(0, -1)) as Record<string | number, unknown> | undefined;
  const last = at.at(-1);
  if (!holder || last === undefined) return;
  if (Array.isArray(holder)) holder[Number(last)] = undefined;
  else Reflect.deleteProperty(holder, last);
}

const valueAt = (document: unknown, at: DocumentPath): unknown =>
  at.reduce<unknown>(
    (value, segment) => (value as Record<string | number, unknown> | undefined)?.[segment],
    document,
  );
