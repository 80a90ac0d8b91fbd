import type { Clock } from '../clock.ts';
import { ApiFault, permissionDenied } from './http/api-fault.ts';
import type { Limit, LimitRule } from './limits.ts';
import type { EndpointRecord } from './store/records.ts';
import type { Store } from './store/store.ts';

/** `renewal_period: minute`, the only one there is: a window that rolls. */
const windowMs = 60_000;

/** Adds what a call used, once that is known. Absent where no limit asks for tokens. */
export type SettleTokens = (tokens: number) => void;

/**
 * Lets one call through `rules` and counts it, in one transaction: two processes on a file never both take the last call.
 * A refused call counts for nothing.
 * @throws ApiFault 429 REQUEST_LIMIT_EXCEEDED with Retry-After in whole seconds; 403 PERMISSION_DENIED for a limit of 0
 */
export function admit(
  store: Pick<Store, 'transaction' | 'usage'>,
  clock: Pick<Clock, 'now'>,
  endpoint: EndpointRecord,
  rules: readonly LimitRule[],
): SettleTokens | undefined {
  if (rules.length === 0) return undefined;
  const subjects = new Set(rules.flat().map(({ subject }) => subject));
  store.transaction(() => {
    const now = clock.now();
    for (const rule of rules) pass(store, endpoint, rule, now);
    store.usage.prune(now - windowMs);
    for (const subject of subjects) store.usage.add(endpoint.id, subject, now, { calls: 1, tokens: 0 });
  });
  if (!rules.flat().some(({ unit }) => unit === 'tokens')) return undefined;
  return (tokens) => {
    store.transaction(() => {
      const now = clock.now();
      for (const subject of subjects) store.usage.add(endpoint.id, subject, now, { calls: 0, tokens });
    });
  };
}

function pass(store: Pick<Store, 'usage'>, endpoint: EndpointRecord, rule: LimitRule, now: number): void {
  if (rule.every(({ max }) => max === 0)) {
    throw permissionDenied('PERMISSION_DENIED: The endpoint is disabled due to a rate limit set to 0.');
  }
  const since = now - windowMs;
  const hasRoom = ({ unit, max, subject }: Limit) =>
    store.usage.total(endpoint.id, subject, since)[unit] < max;
  if (rule.some(hasRoom)) return;

  const ends = rule
    .filter(({ max }) => max > 0)
    .map(({ subject }) => (store.usage.oldest(endpoint.id, subject, since) ?? now) + windowMs);
  const [first] = rule;
  if (first) throw limitExceeded(endpoint.name, first, Math.min(...ends) - now);
}

function limitExceeded(endpoint: string, { unit, key }: Limit, waitMs: number): ApiFault {
  const what = unit === 'calls' ? 'Requests-per-minute (RPM)' : 'Tokens-per-minute (TPM)';
  const message =
    `User defined rate limit(s) exceeded for '${endpoint}'. ` + `${what} rate limit exceeded for ${key}`;
  // databricks-sdk-py reads whole seconds alone, and waits one second where there are none.
  const retryAfter = String(Math.max(1, Math.ceil(waitMs / 1000)));
  return new ApiFault(429, 'REQUEST_LIMIT_EXCEEDED', message, { headers: { 'retry-after': retryAfter } });
}
