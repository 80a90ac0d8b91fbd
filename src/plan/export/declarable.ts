import { isSecretField } from '#schemas/plaintext.ts';
import { isRecord } from '#schemas/structure.ts';
import { createRowFinder, policiesOf, structure } from '../policy.ts';
import type { FieldPolicy } from '../policy-row.ts';
import { compare } from '../compare.ts';
import type { Comparable } from '../normalize.ts';
import { ownershipTag } from '../ownership.ts';
import { listIn, part } from '../circumstances.ts';
import { put, withoutHoles } from './places.ts';

/**
 * What of an endpoint a manifest has to say so that nothing of it is lost: the field policy decides about each value by
 * what leaving it out would amount to.
 */
export function declarable(actual: Comparable): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  const rowOf = createRowFinder();
  // Against nothing, every value is a difference. What is proposed is what is there, so that is what circumstances see.
  for (const { to: value, item, ...place } of compare(undefined, actual, structure)) {
    const from = value;
    const there = item && { from: item.to, to: item.to };
    const root = { ...place.root, from: place.root.to, to: undefined };
    const row = rowOf(
      { ...place, root, item: there, from, to: undefined },
      { desired: actual, actual, kindSwitched: false },
    );
    if (isImplied(row) || isSecretField(String(place.at.at(-1))) || isOwnership(there?.to)) continue;
    put(document, place.at, inItsType(place.pattern, value));
  }
  for (const entity of listIn(document, 'config', 'served_entities')) {
    if (isRecord(entity)) trimCapacity(entity);
  }
  return withoutHoles(document) as Record<string, unknown>;
}

/** Whether leaving a value out means the same as saying it. */
function isImplied(row: FieldPolicy | undefined): boolean {
  switch (row?.kind) {
    case 'server-owned':
    case 'unsupported':
    case 'overridden':
    case 'equivalent':
      return true;
    case 'server-default':
      // Without a default the service decides: always where it does so under circumstances, else only where nobody has.
      return row.default !== undefined || row.when !== undefined;
    default:
      return false;
  }
}

/** Who manages an endpoint is said by `--owner`, not by the manifest. */
const isOwnership = (item: unknown): boolean => part(item, 'key') === ownershipTag;

/** A 64-bit number that was answered as text is a number in a manifest. */
function inItsType(pattern: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d+$/.test(value)) return value;
  const isNumber = policiesOf(pattern).some((row) => row.as === 'number-as-text' && row.path !== '**');
  return isNumber && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** What each size is, in requests at a time (Databricks REST reference, `workload_size`). */
const sizes: Readonly<Record<string, readonly [min: number, max: number]>> = {
  Small: [4, 4],
  Medium: [8, 16],
  Large: [16, 64],
};

/** A size and bounds exclude each other; an answer may tell both. The bounds go where they say no more than the size. */
function trimCapacity(entity: Record<string, unknown>): void {
  const { workload_size: size, min_provisioned_concurrency: min, max_provisioned_concurrency: max } = entity;
  if (size === undefined || (min === undefined && max === undefined)) return;
  const [smallest, largest] = (typeof size === 'string' ? sizes[size] : undefined) ?? [];
  // Scaled to zero, the range of every size starts there.
  const isSaid =
    [undefined, 0, smallest].includes(min as number) && [undefined, largest].includes(max as number);
  if (!isSaid) {
    delete entity['workload_size'];
    return;
  }
  delete entity['min_provisioned_concurrency'];
  delete entity['max_provisioned_concurrency'];
}
