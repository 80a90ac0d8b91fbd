import type { FoundChange } from './assess.ts';
import type { PlanAction, Risk } from './types.ts';

const shiftsTraffic = /^config\.(?:traffic_config\b|served_entities\[\*\]$)/;

/** What callers of an endpoint may notice. */
export function risksOf(
  action: PlanAction,
  changes: readonly FoundChange[],
  serves: boolean,
): readonly Risk[] {
  if (action === 'replace') return ['replace', 'downtime'];
  if (action === 'delete') return ['downtime'];
  return action === 'update' && serves && changes.some(({ pattern }) => shiftsTraffic.test(pattern))
    ? ['traffic']
    : [];
}
