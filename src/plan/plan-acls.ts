import { isApplicationId } from '#schemas/application-id.ts';
import type { AclItem } from '#schemas/api/secrets.ts';
import type { ScopeDocument, ScopeGrant } from '#schemas/manifest/secret-scope.ts';
import { ownAcl } from './policies/permissions.ts';
import type { SecretStep } from './secret-step.ts';
import type { Change, IgnoredDifference } from './types.ts';

interface AclPlan {
  readonly changes: readonly Change[];
  readonly ignored: readonly IgnoredDifference[];
  /** One call each: the secrets API knows no list. */
  readonly steps: readonly SecretStep[];
}

/** What one principal may do; `index` in the document, where it stands there. */
interface Acl {
  readonly principal: string;
  readonly level: string;
  readonly index?: number;
}

/**
 * The declared grants on a scope against those that it has. What is declared is the whole: others are taken away, but
 * never MANAGE from `caller`, nor from anybody who may be it where `caller` isn't known.
 * @param live absent for a scope that is about to be created: its creator gets MANAGE then
 */
export function planAcls(
  { scope, permissions = [] }: ScopeDocument,
  live: readonly AclItem[] | undefined,
  caller: string | undefined,
): AclPlan {
  const wanted = byPrincipal(declaredAcls(permissions));
  const present = byPrincipal(
    (live ?? []).map(({ principal, permission }) => ({ principal, level: permission })),
  );
  const changes: Change[] = [];
  const ignored: IgnoredDifference[] = [];
  const steps: SecretStep[] = [];
  for (const [key, { principal }] of new Map([...wanted, ...present])) {
    const to = wanted.get(key);
    const from = present.get(key)?.level;
    if (from === to?.level) continue;
    const place = {
      path: `permissions[${principal}]`,
      ...(to?.index !== undefined && { at: ['permissions', to.index] }),
      ...(from !== undefined && { from }),
      ...(to && { to: to.level }),
    };
    const isCreators = live === undefined && principal.toLowerCase() === caller?.toLowerCase();
    if ((from === 'MANAGE' && mayBe(caller, principal)) || (isCreators && to?.level !== 'MANAGE')) {
      ignored.push({ ...place, policy: ownAcl.id, why: ownAcl.why, source: ownAcl.source });
      continue;
    }
    const call = to ? 'put-secret-acl' : 'delete-secret-acl';
    const reason = !to ? 'removed' : from === undefined ? 'added' : 'changed';
    changes.push({ ...place, reason, effect: 'instant', call });
    steps.push(
      to
        ? { call: 'put-secret-acl', body: { scope, principal, permission: to.level } }
        : { call: 'delete-secret-acl', body: { scope, principal } },
    );
  }
  return { changes, ignored, steps };
}

const declaredAcls = (grants: readonly ScopeGrant[]): readonly Acl[] =>
  grants.flatMap(({ user_name, group_name, service_principal_name, level }, index) => {
    const principal = user_name ?? group_name ?? service_principal_name;
    return principal === undefined ? [] : [{ principal, level, index }];
  });

const ranks = ['READ', 'WRITE', 'MANAGE'];

/** One grant a principal: the highest level counts. */
function byPrincipal(acls: readonly Acl[]): ReadonlyMap<string, Acl> {
  const highest = new Map<string, Acl>();
  for (const acl of acls) {
    const key = isPerson(acl.principal) ? acl.principal.toLowerCase() : acl.principal;
    const other = highest.get(key);
    if (!other || ranks.indexOf(acl.level) > ranks.indexOf(other.level)) highest.set(key, acl);
  }
  return highest;
}

/** An answer doesn't tell what kind of principal it names; the names of groups are the others. */
const isPerson = (principal: string): boolean => principal.includes('@') || isApplicationId(principal);

const mayBe = (caller: string | undefined, principal: string): boolean =>
  caller === undefined ? isPerson(principal) : principal.toLowerCase() === caller.toLowerCase();
