import type { AccessControlRequest, ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import { isApplicationId } from '#schemas/application-id.ts';
import type { EndpointGrant } from '#schemas/manifest/grant.ts';
import type { FoundChange } from './assess.ts';
import { ownGrant } from './policies/permissions.ts';
import type { Step } from './step.ts';
import type { IgnoredDifference } from './types.ts';

const principalFields = ['user_name', 'group_name', 'service_principal_name'] as const;

interface Grant {
  readonly field: (typeof principalFields)[number];
  readonly principal: string;
  readonly level: string;
  /** In the document. */
  readonly index?: number;
}

export interface PermissionsPlan {
  readonly changes: readonly FoundChange[];
  readonly ignored: readonly IgnoredDifference[];
  readonly steps: readonly Step[];
}

/**
 * The declared grants against the direct ones that the endpoint has. What is declared is the whole: others are taken
 * away, but never CAN_MANAGE from `caller`, nor from anybody who may be it where `caller` isn't known.
 */
export function planPermissions(
  endpoint: string,
  declared: readonly EndpointGrant[],
  permissions: ServingEndpointPermissions,
  caller: string | undefined,
): PermissionsPlan {
  const wanted = byPrincipal(declaredGrants(declared));
  const present = byPrincipal(directGrants(permissions));
  const changes: FoundChange[] = [];
  const ignored: IgnoredDifference[] = [];
  const kept = new Map(wanted);
  for (const [key, grant] of new Map([...wanted, ...present])) {
    const from = present.get(key)?.level;
    const to = wanted.get(key)?.level;
    if (from === to) continue;
    const { reason, ...found } = sides(from, to, wanted.get(key)?.index);
    const place = { path: `permissions[${labelOf(grant)}]`, ...found };
    if (from === 'CAN_MANAGE' && mayBe(caller, grant)) {
      kept.set(key, { ...grant, level: from });
      ignored.push({ ...place, policy: ownGrant.id, why: ownGrant.why, source: ownGrant.source });
    } else
      changes.push({ part: 'permissions', pattern: 'permissions[*]', ...place, reason, immutable: false });
  }
  return { changes, ignored, steps: stepsFor(endpoint, changes, kept, caller, wanted) };
}

/** The grants that an endpoint has of its own, as the body of a permissions call takes them. */
export const directAccess = (permissions: ServingEndpointPermissions): readonly AccessControlRequest[] =>
  [...byPrincipal(directGrants(permissions)).values()].map(requestOf);

/** The grants that an endpoint has of its own in a manifest's words, in the order of their principals. */
export const grantsToDeclare = (permissions: ServingEndpointPermissions): readonly EndpointGrant[] =>
  [...byPrincipal(directGrants(permissions)).entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { field, principal, level }]) => ({ [field]: principal, level }));

/** Declared grants, one a principal, as the body of a permissions call takes them. */
export const declaredAccess = (declared: readonly EndpointGrant[]): readonly AccessControlRequest[] =>
  [...byPrincipal(declaredGrants(declared)).values()].map(requestOf);

/** Adding leaves everybody else alone; anything else has to set the whole list. */
function stepsFor(
  endpoint: string,
  changes: readonly FoundChange[],
  kept: ReadonlyMap<string, Grant>,
  caller: string | undefined,
  wanted: ReadonlyMap<string, Grant>,
): readonly Step[] {
  if (changes.length === 0) return [];
  const keys = ['permissions'];
  if (changes.every(({ reason }) => reason === 'added')) {
    const added = new Set(changes.map(({ path }) => path));
    const list = [...wanted.values()].filter((grant) => added.has(`permissions[${labelOf(grant)}]`));
    const body = { access_control_list: list.map(requestOf) };
    return [{ call: 'update-permissions', endpoint, body, keys }];
  }
  const own = caller === undefined ? [] : [grantOfCaller(caller)];
  const list = byPrincipal([...kept.values(), ...own]);
  const body = { access_control_list: [...list.values()].map(requestOf) };
  return [{ call: 'set-permissions', endpoint, body, keys }];
}

function declaredGrants(declared: readonly EndpointGrant[]): readonly Grant[] {
  return declared.flatMap((grant, index) =>
    principalFields.flatMap((field) => {
      const principal = grant[field];
      return principal === undefined ? [] : [{ field, principal, level: grant.level, index }];
    }),
  );
}

function directGrants({ access_control_list: list = [] }: ServingEndpointPermissions): readonly Grant[] {
  return list.flatMap((entry) =>
    principalFields.flatMap((field) => {
      const principal = entry[field];
      if (principal === undefined || principal === '') return [];
      return (entry.all_permissions ?? [])
        .filter(({ inherited }) => inherited !== true)
        .flatMap(({ permission_level: level }) => (level === undefined ? [] : [{ field, principal, level }]));
    }),
  );
}

const ranks = ['CAN_VIEW', 'CAN_QUERY', 'CAN_MANAGE'];

/** One grant a principal: the highest level counts. */
function byPrincipal(grants: readonly Grant[]): ReadonlyMap<string, Grant> {
  const highest = new Map<string, Grant>();
  for (const grant of grants) {
    const key = keyOf(grant);
    const other = highest.get(key);
    if (!other || ranks.indexOf(grant.level) > ranks.indexOf(other.level)) highest.set(key, grant);
  }
  return highest;
}

/** The workspace keeps e-mail addresses and ids in lower case; names of groups are as they are. */
const keyOf = ({ field, principal }: Grant): string =>
  `${field} ${field === 'group_name' ? principal : principal.toLowerCase()}`;

/** How plans call the principal of a grant. */
export const grantLabel = (grant: EndpointGrant): string => declaredGrants([grant]).map(labelOf).join();

const labelOf = ({ field, principal }: Grant): string =>
  `${field.replace(/_name$/, '').replace('_', ' ')} ${principal}`;

/** Whether a grant is the caller's own, or could be, where the caller isn't known. */
const mayBe = (caller: string | undefined, { field, principal }: Grant): boolean =>
  field !== 'group_name' && (caller === undefined || principal.toLowerCase() === caller.toLowerCase());

const grantOfCaller = (caller: string): Grant => ({
  field: isApplicationId(caller) ? 'service_principal_name' : 'user_name',
  principal: caller,
  level: 'CAN_MANAGE',
});

const requestOf = ({ field, principal, level }: Grant): AccessControlRequest => ({
  [field]: principal,
  permission_level: level,
});

const sides = (from: string | undefined, to: string | undefined, index: number | undefined) => ({
  ...(index !== undefined && { at: ['permissions', index] }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  reason:
    from === undefined ? ('added' as const) : to === undefined ? ('removed' as const) : ('changed' as const),
});
