import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { type Assessments, type EndpointContext, needsPermissions, planEndpoint } from './plan-endpoint.ts';
import { planPrune } from './plan-deletes.ts';
import { declaredSecrets, planSecrets, secretsOf } from './plan-secrets.ts';
import { createJudge } from './policy.ts';
import {
  type ActualState,
  type DesiredState,
  type LiveEndpoint,
  type Plan,
  type PlanAction,
  type PlanOptions,
  planVersion,
} from './types.ts';

export interface PlanInput {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly options: PlanOptions;
  /** What `createPermissionsCheck` has compared. */
  readonly assessments?: Assessments;
}

/**
 * What it takes to turn what the workspace has into what the manifests declare. Decides everything and asks nobody:
 * carrying it out is obeying its steps. Costs time linear in what goes in.
 */
export function plan({ desired, actual, options, assessments = new WeakMap() }: PlanInput): Plan {
  const declared = declaredSecrets(desired);
  const context: EndpointContext = {
    judge: createJudge(),
    options,
    assessments,
    secretsOf: (document) => secretsOf(document, declared),
  };
  return {
    ...planHead('apply', options),
    entries: [
      ...planSecrets(declared, actual, options),
      ...desired.endpoints.map((document) =>
        planEndpoint(document, actual.endpoints.get(document.name), context),
      ),
      ...planPrune(desired, actual, options),
    ],
  };
}

/** What a plan says of itself. */
export function planHead(kind: Plan['kind'], options: PlanOptions): Omit<Plan, 'entries'> {
  const { workspace, files, owner, caller } = options;
  return {
    format: 'servectl-plan',
    version: planVersion,
    kind,
    ...(workspace !== undefined && { workspace }),
    ...(files && { files }),
    ...(owner !== undefined && { owner }),
    ...(caller !== undefined && { caller }),
  };
}

/**
 * For which of the endpoints the permissions have to be read before planning: to be asked of each with what `get`
 * answered, since most plans need none.
 * @param assessments keeps the comparisons for `plan`
 */
export function createPermissionsCheck(
  options: PlanOptions,
  assessments: Assessments = new WeakMap(),
): (document: EndpointDocument, live: Pick<LiveEndpoint, 'endpoint'>) => boolean {
  const context = { judge: createJudge(), options, assessments };
  return (document, live) => needsPermissions(document, live, context);
}

/** How many entries of each action a plan has; blocked ones are counted apart. */
export function countActions({ entries }: Plan): Readonly<Record<PlanAction | 'blocked', number>> {
  const counts = { none: 0, create: 0, update: 0, replace: 0, delete: 0, blocked: 0 };
  for (const { action, blocked } of entries) counts[blocked.length > 0 ? 'blocked' : action] += 1;
  return counts;
}

/** Whether the workspace is not as the manifests want it. */
export const hasChanges = ({ entries }: Plan): boolean =>
  entries.some(({ action, blocked }) => action !== 'none' || blocked.length > 0);
