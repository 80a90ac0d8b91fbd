import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Assessment } from './assess.ts';
import { permissionsUnknown, providedBlocker, replaceIncomplete, replaceNotAllowed } from './blockers.ts';
import { documentToReplace } from './bodies.ts';
import { createSteps } from './create-steps.ts';
import { type Decided, toNote } from './decided.ts';
import { isBusy, servesNothing } from './normalize.ts';
import { declaredAccess, directAccess, planPermissions } from './plan-permissions.ts';
import { isProvided } from './provided.ts';
import { risksOf } from './risks.ts';
import { routed } from './routing.ts';
import type { Blocker, LiveEndpoint, PlanOptions } from './types.ts';
import { withhold } from './withhold.ts';

/**
 * Deletes an endpoint and creates it anew. What the document doesn't mention is taken over, and so is who may do what:
 * grants hang on the id, which is a new one (databricks/cli, acceptance test of endpoints that are recreated).
 */
export function planReplace(
  document: EndpointDocument,
  live: LiveEndpoint,
  found: Assessment,
  options: PlanOptions,
): Decided {
  const { name } = document;
  const { endpoint, permissions } = live;
  const access = document.permissions
    ? declaredAccess(document.permissions)
    : directAccess(permissions ?? {});
  const granted =
    document.permissions && permissions
      ? planPermissions(name, document.permissions, permissions, options.caller)
      : { changes: [], ignored: [] };
  const create = createSteps(documentToReplace(document, endpoint, options.owner), access);
  const changes = [...found.changes, ...granted.changes];
  return {
    action: 'replace',
    changes: changes.map((change) => routed(change, { replaces: true })),
    steps: [{ call: 'delete', endpoint: name } as const, ...create].map(withhold),
    risks: risksOf('replace', found.changes, true),
    write_only: found.writeOnly.map((note) => toNote(note, true)),
    ignored: [...found.ignored, ...granted.ignored],
    blocked: blockersOf(document, live, found, options),
    busy: isBusy(endpoint),
  };
}

function blockersOf(
  document: EndpointDocument,
  { endpoint, permissions }: LiveEndpoint,
  { changes }: Assessment,
  { allowReplace }: PlanOptions,
): readonly Blocker[] {
  const { name } = document;
  const fixed = [...new Set(changes.filter(({ immutable }) => immutable).map(({ path }) => path))];
  if (isProvided(name, endpoint)) return [providedBlocker(name, fixed)];
  return [
    ...(allowReplace === true ? [] : [replaceNotAllowed(name, fixed)]),
    ...(servesNothing(document.config) && !servesNothing(endpoint.config) ? [replaceIncomplete(name)] : []),
    ...(permissions ? [] : [permissionsUnknown(name)]),
  ];
}
