import { changeableOfProvided } from '#schemas/provided-endpoint.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Assessment, FoundChange } from './assess.ts';
import { configIncomplete, permissionsUnknown, providedBlocker } from './blockers.ts';
import { documentToUpdate } from './bodies.ts';
import { hiddenValue } from './credentials.ts';
import { type Decided, toNote } from './decided.ts';
import { isBusy, servesNothing } from './normalize.ts';
import { type PermissionsPlan, planPermissions } from './plan-permissions.ts';
import { isProvided } from './provided.ts';
import { risksOf } from './risks.ts';
import { routeUpdate } from './route.ts';
import { hasCall, routed } from './routing.ts';
import type { Step } from './step.ts';
import type { Blocker, LiveEndpoint, PlanOptions } from './types.ts';
import { withhold } from './withhold.ts';

const noPermissions: PermissionsPlan = { changes: [], ignored: [], steps: [] };

/** Changes an endpoint in place. */
export function planUpdate(
  document: EndpointDocument,
  live: LiveEndpoint,
  found: Assessment,
  options: PlanOptions,
): Decided {
  const { name } = document;
  const { endpoint } = live;
  const permissions =
    document.permissions && live.permissions
      ? planPermissions(name, document.permissions, live.permissions, options.caller)
      : noPermissions;
  const parts = new Set(found.changes.map(({ part }) => part));
  const resent = options.sendWriteOnly ? resentNotes(found, parts) : [];
  for (const { part } of resent) parts.add(part);
  const blocked = blockersOf(document, live, parts);
  const update = documentToUpdate(document, parts, endpoint, options.owner);
  delete update.permissions;
  const steps = [...awaited(name, routeUpdate(name, update, endpoint)), ...permissions.steps];
  const permissionsCall = permissions.steps[0]?.call;
  const changes = [...found.changes, ...resent, ...permissions.changes];
  return {
    action: changes.length === 0 ? 'none' : 'update',
    changes: changes.map((change) =>
      routed(change, {
        replaces: false,
        ...(permissionsCall !== undefined && permissionsCall !== 'wait' && { permissionsCall }),
      }),
    ),
    steps: steps.map(withhold),
    risks: risksOf('update', found.changes, endpoint.config !== undefined),
    write_only: found.writeOnly.map((note) => toNote(note, parts.has(note.part))),
    ignored: [...found.ignored, ...permissions.ignored],
    blocked,
    busy: isBusy(endpoint),
  };
}

/** What can't be compared and would not go with another change. */
function resentNotes({ writeOnly }: Assessment, parts: ReadonlySet<string>): readonly FoundChange[] {
  return writeOnly
    .filter(({ part }) => !parts.has(part) && hasCall(part))
    .map(({ part, path, at, row }) => ({
      part,
      pattern: row.path,
      path,
      at,
      to: hiddenValue,
      reason: 'resent',
      why: row.why,
      immutable: false,
    }));
}

function blockersOf(
  document: EndpointDocument,
  { endpoint, permissions }: LiveEndpoint,
  parts: ReadonlySet<string>,
): readonly Blocker[] {
  const { name, config } = document;
  const blocked: Blocker[] = [];
  const fixed = [...parts].filter((part) => !changeableOfProvided.has(part));
  if (isProvided(name, endpoint) && fixed.length > 0) blocked.push(providedBlocker(name, fixed));
  else if (parts.has('config') && servesNothing(config)) blocked.push(configIncomplete);
  if (document.permissions && !permissions) blocked.push(permissionsUnknown(name));
  return blocked;
}

/** A deployment is waited for: only then it is known to have ended well. */
function awaited(endpoint: string, steps: readonly Step[]): readonly Step[] {
  const deploys = steps.findLastIndex(({ call }) => call === 'update-config');
  const waits = steps.findLastIndex(({ call }) => call === 'wait');
  return deploys > waits ? [...steps, { call: 'wait', endpoint }] : steps;
}
