import type { Caller } from './http/app.ts';
import type { EndpointRecord, RateLimitRecord } from './store/records.ts';

type Unit = 'calls' | 'tokens';

/** One limit that counts for a caller. */
export interface Limit {
  readonly unit: Unit;
  /** How many in any 60 seconds. */
  readonly max: number;
  /** What is used up is summed under this name: `endpoint`, `user:ada@example.com`, `user_group:admins`. */
  readonly subject: string;
  /** `endpoint`, `user`, `user_group` or `service_principal`: how a refusal names it. */
  readonly key: string;
}

/**
 * A call must pass every rule. A rule is passed where one of its limits has room: a member of several groups is held
 * back only once all of their limits are used up.
 */
export type LimitRule = readonly Limit[];

/**
 * What holds for `caller` at `endpoint`, by its `ai_gateway.rate_limits` and the deprecated `rate_limits` beside it.
 * The endpoint's own limit is the ceiling for everyone. Of the others the closest counts, for calls and for tokens
 * apart: the caller's own, else those of its groups, else the default for a user.
 * (Databricks documentation, "Configure rate limits for AI Gateway endpoints".)
 */
export function rulesFor(
  endpoint: EndpointRecord,
  caller: Caller,
  groups: readonly string[],
): readonly LimitRule[] {
  const sources = [endpoint.ai_gateway?.rate_limits ?? [], endpoint.rate_limits ?? []];
  return sources.flatMap((records) => [
    ...unitRules(limitsIn(records, 'calls'), caller, groups),
    ...unitRules(limitsIn(records, 'tokens'), caller, groups),
  ]);
}

interface KeyedLimit {
  readonly unit: Unit;
  readonly max: number;
  readonly key: string;
  readonly principal: string | undefined;
}

const limitsIn = (records: readonly RateLimitRecord[], unit: Unit): readonly KeyedLimit[] =>
  records.flatMap((record) => {
    const max = record[unit];
    return max === undefined
      ? []
      : [{ unit, max, key: record.key ?? 'endpoint', principal: record.principal }];
  });

function unitRules(
  limits: readonly KeyedLimit[],
  caller: Caller,
  groups: readonly string[],
): readonly LimitRule[] {
  const self = `${caller.kind}:${caller.name}`;
  const everyone = select(limits, 'endpoint', [undefined], () => 'endpoint');
  const own = select(limits, caller.kind, [caller.name], () => self);
  const ofGroups = select(limits, 'user_group', groups, (group) => `user_group:${group}`);
  const byDefault = select(limits, 'user', [undefined], () => self);

  const each = (found: readonly Limit[]): readonly LimitRule[] => found.map((limit) => [limit]);
  if (own.length > 0) return [...each(everyone), ...each(own)];
  if (ofGroups.length > 0) return [...each(everyone), ofGroups];
  return [...each(everyone), ...each(byDefault)];
}

const select = (
  limits: readonly KeyedLimit[],
  key: string,
  principals: readonly (string | undefined)[],
  subject: (principal: string) => string,
): readonly Limit[] =>
  limits
    .filter((limit) => limit.key === key && principals.includes(limit.principal))
    .map(({ unit, max, principal = '' }) => ({ unit, max, key, subject: subject(principal) }));
