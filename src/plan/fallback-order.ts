import type { FoundChange } from './assess.ts';
import { listIn, part } from './circumstances.ts';
import { isEqual } from './compare.ts';
import type { Comparable } from './normalize.ts';

/**
 * The order of served entities is the order of fallbacks, and means nothing without them. While there are none, answers
 * list entities in any order (observed: terraform-provider-databricks#5185), so that nobody knows the deployed one:
 * fallbacks that are turned on take the config with them.
 */
export function fallbackOrder(desired: Comparable, actual: Comparable): FoundChange | undefined {
  const to = namesOf(desired);
  const from = namesOf(actual);
  const gateway = desired['ai_gateway'] === undefined ? actual : desired;
  if (!hasFallback(gateway) || to.length < 2 || from.length === 0) return undefined;
  const isKnown = hasFallback(actual);
  if (isKnown && isEqual(from, to)) return undefined;
  if (!isEqual(from.toSorted(), to.toSorted())) return undefined;
  return {
    part: 'config',
    pattern: 'config.served_entities',
    path: 'config.served_entities',
    at: ['config', 'served_entities'],
    ...(isKnown && { from }),
    to,
    reason: 'order',
    why: isKnown
      ? 'served entities are tried in their order where one fails'
      : 'the order becomes that of fallbacks, and answers do not tell the deployed one until then',
    immutable: false,
  };
}

const hasFallback = (endpoint: Comparable): boolean =>
  part(endpoint, 'ai_gateway', 'fallback_config', 'enabled') === true;

const namesOf = (endpoint: Comparable): readonly string[] =>
  listIn(endpoint, 'config', 'served_entities').map((entity) => String(part(entity, 'name')));
