import type { Difference } from './compare.ts';
import { knownFields } from './known-fields.ts';
import type { Comparable } from './normalize.ts';
import { ownershipTag } from './ownership.ts';
import type { Circumstance } from './policy-row.ts';

/** Both sides of an endpoint, and what of them is asked for again and again. */
export interface Circumstances {
  readonly desired: Comparable;
  readonly actual: Comparable;
  readonly kindSwitched: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** A part of a JSON value, or undefined where it isn't there. */
export function part(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Json)[key];
  }
  return at ?? undefined;
}

export const listIn = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = part(value, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
};

const throughputFields = [
  'min_provisioned_throughput',
  'max_provisioned_throughput',
  'provisioned_model_units',
];

const hasThroughput = (entity: unknown): boolean =>
  throughputFields.some((field) => Boolean(part(entity, field)));

/** The served entities that the endpoint will have. */
const entitiesToBe = ({ desired, actual }: Circumstances): readonly unknown[] => {
  const declared = listIn(desired, 'config', 'served_entities');
  return declared.length > 0 ? declared : listIn(actual, 'config', 'served_entities');
};

/** What the kind of an endpoint hangs on: `undefined` where nothing is served. */
export function kindOf(endpoint: Comparable): 'external' | 'custom' | undefined {
  const entities = listIn(endpoint, 'config', 'served_entities');
  if (entities.length === 0) return undefined;
  return entities.some((entity) => part(entity, 'external_model')) ? 'external' : 'custom';
}

type Test = (difference: Difference, endpoints: Circumstances) => boolean;

const tests: Readonly<Record<Circumstance, Test>> = {
  // An empty environment variable is one; elsewhere an empty text is none.
  'not-a-variable': ({ pattern }) => !pattern.endsWith('environment_vars.*'),
  'part-undeclared': ({ pattern }, { desired }) => part(desired, topOf(pattern)) === undefined,
  'entities-undeclared': (_, { desired }) => part(desired, 'config', 'served_entities') === undefined,
  'routes-undeclared': (_, { desired }) => listIn(desired, 'config', 'traffic_config', 'routes').length === 0,
  'external-model': ({ item }) => part(item?.to, 'external_model') !== undefined,
  'provisioned-throughput': ({ item }) => hasThroughput(item?.to),
  'no-custom-model': (_, endpoints) => {
    const entities = entitiesToBe(endpoints);
    return entities.length === 0 || entities.some((entity) => part(entity, 'external_model'));
  },
  'telemetry-nowhere': (_, { desired }) => {
    const telemetry = part(desired, 'telemetry_config');
    return (
      Object.keys(telemetry ?? {}).length > 0 &&
      part(telemetry, 'table_names') === undefined &&
      part(telemetry, 'telemetry_profile_id') === undefined
    );
  },
  'telemetry-running': (_, { actual }) =>
    part(actual, 'telemetry_config', 'telemetry_profile_id') !== undefined,
  'telemetry-by-tables': (_, { desired }) => part(desired, 'telemetry_config', 'table_names') !== undefined,
  'capture-running': (_, { actual }) => part(actual, 'config', 'auto_capture_config') !== undefined,
  'capture-ended': ({ from, to }) => from === false && to !== false,
  'kind-switched': (_, { kindSwitched }) => kindSwitched,
  'ownership-tag': ({ item }) => part(item?.from, 'key') === ownershipTag && item?.to === undefined,
  'live-only-unknown': ({ pattern, to }) => to === undefined && !knownFields.has(pattern),
  'declared-unknown': ({ pattern, from }) => from === undefined && !knownFields.has(pattern),
};

/** Whether a circumstance holds at a difference. */
export const holds = (when: Circumstance, difference: Difference, endpoints: Circumstances): boolean =>
  tests[when](difference, endpoints);

export const topOf = (pattern: string): string => /^[^.[]*/.exec(pattern)?.[0] ?? pattern;
