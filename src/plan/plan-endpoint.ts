import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { assess, type Assessment, type FoundChange } from './assess.ts';
import { configIncomplete, notThere } from './blockers.ts';
import { documentToCreate } from './bodies.ts';
import { createSteps } from './create-steps.ts';
import { type Decided, nothing, toNote } from './decided.ts';
import { type Circumstances, kindOf, listIn } from './circumstances.ts';
import { shown } from './credentials.ts';
import { fallbackOrder } from './fallback-order.ts';
import { fingerprintOfDocument, fingerprintOfEndpoint } from './fingerprint.ts';
import { type Comparable, comparableDocument, comparableEndpoint } from './normalize.ts';
import { tagsToBe } from './ownership.ts';
import { declaredAccess } from './plan-permissions.ts';
import { planReplace } from './plan-replace.ts';
import { planUpdate } from './plan-update.ts';
import type { createJudge } from './policy.ts';
import { isProvided } from './provided.ts';
import { documentPlace } from './routing.ts';
import type { Change, LiveEndpoint, PlanEntry, PlanOptions } from './types.ts';
import { withhold } from './withhold.ts';

/**
 * Comparisons that were made before, by endpoint: who asks whose permissions matter has compared them all, and comparing
 * is most of the work of planning.
 */
export type Assessments = WeakMap<object, { readonly of: readonly unknown[]; readonly found: Assessment }>;

export interface EndpointContext {
  readonly judge: ReturnType<typeof createJudge>;
  readonly options: PlanOptions;
  readonly assessments: Assessments;
  /** The entries of the secrets that a document names. */
  readonly secretsOf: (document: EndpointDocument) => readonly string[];
}

/** What becomes of one declared endpoint. */
export function planEndpoint(
  document: EndpointDocument,
  live: LiveEndpoint | undefined,
  context: EndpointContext,
): PlanEntry {
  const { options, secretsOf } = context;
  const { hash, fingerprints = true } = options;
  const base = {
    id: `endpoint/${document.name}`,
    kind: 'endpoint',
    name: document.name,
    after: secretsOf(document),
    fingerprint: fingerprints ? { desired: fingerprintOfDocument(document, hash) } : {},
  } as const;
  if (!live) return { ...base, ...planCreate(document, context) };
  const found = assessEndpoint(document, live, context);
  const decided = found.changes.some(({ immutable }) => immutable)
    ? planReplace(document, live, found, options)
    : planUpdate(document, live, found, options);
  return {
    ...base,
    ...decided,
    fingerprint: fingerprints ? { ...base.fingerprint, actual: fingerprintOfEndpoint(live, hash) } : {},
  };
}

/** Whether a plan has to know who may do what with an endpoint: permissions are declared, or lost by a replacement. */
export function needsPermissions(
  document: EndpointDocument,
  live: Pick<LiveEndpoint, 'endpoint'>,
  context: AssessContext,
): boolean {
  if (document.permissions) return true;
  return assessEndpoint(document, live, context).changes.some(({ immutable }) => immutable);
}

type AssessContext = Pick<EndpointContext, 'judge' | 'options' | 'assessments'>;

/** Everything in which document and endpoint differ, permissions aside. */
function assessEndpoint(
  document: EndpointDocument,
  { endpoint }: Pick<LiveEndpoint, 'endpoint'>,
  { judge, options, assessments }: AssessContext,
): Assessment {
  const owner = isProvided(document.name, endpoint) ? undefined : options.owner;
  const known = assessments.get(endpoint);
  if (known?.of[0] === document && known.of[1] === owner) return known.found;
  const found = assessAnew(document, endpoint, owner, judge);
  assessments.set(endpoint, { of: [document, owner], found });
  return found;
}

function assessAnew(
  document: EndpointDocument,
  endpoint: LiveEndpoint['endpoint'],
  owner: string | undefined,
  judge: EndpointContext['judge'],
): Assessment {
  const tags = owner === undefined ? document.tags : tagsToBe(document.tags, endpoint.tags, owner);
  const desired = comparableDocument({ ...document, ...(tags && { tags: [...tags] }) });
  const actual = comparableEndpoint(endpoint);
  const found = assess(judge, circumstances(desired, actual));
  const order = fallbackOrder(desired, actual);
  const isOlderForm = document.config?.served_models !== undefined && !document.config.served_entities;
  const place = <Found extends Pick<FoundChange, 'at'>>(each: Found): Found =>
    each.at === undefined ? each : { ...each, at: documentPlace(each.at, isOlderForm) };
  return {
    changes: [...found.changes, ...(order ? [order] : [])].map(place),
    writeOnly: found.writeOnly.map(place),
    ignored: found.ignored.map(place),
  };
}

function circumstances(desired: Comparable, actual: Comparable): Circumstances {
  const [wanted, present] = [kindOf(desired), kindOf(actual)];
  return {
    desired,
    actual,
    kindSwitched: wanted !== undefined && present !== undefined && wanted !== present,
  };
}

function planCreate(document: EndpointDocument, { judge, options }: EndpointContext): Decided {
  const { name, permissions = [] } = document;
  if (document.config === undefined && isProvided(name)) return { ...nothing, blocked: [notThere(name)] };
  const desired = comparableDocument(document);
  const { writeOnly, ignored } = assess(judge, circumstances(desired, {}));
  const created = documentToCreate(document, options.owner);
  const granted = permissions.length > 0 ? { permissions } : {};
  return {
    action: 'create',
    changes: Object.entries({ ...created, ...granted })
      .filter(([part]) => part !== 'name')
      .map(([part, value]) => addition(part, value)),
    steps: createSteps(created, declaredAccess(permissions)).map(withhold),
    risks: [],
    write_only: writeOnly.map((note) => toNote(note, true)),
    ignored: ignored.filter(({ policy }) => policy.startsWith('telemetry-')),
    blocked: routesAlone(desired) ? [configIncomplete] : [],
    busy: false,
  };
}

const addition = (part: string, value: unknown): Change => ({
  path: part,
  at: [part],
  to: shown(value, [part]),
  reason: 'added',
  effect: part === 'config' ? 'deployment' : 'instant',
  call: part === 'permissions' ? 'update-permissions' : 'create',
});

const routesAlone = (desired: Comparable): boolean =>
  listIn(desired, 'config', 'served_entities').length === 0 &&
  listIn(desired, 'config', 'traffic_config', 'routes').length > 0;
