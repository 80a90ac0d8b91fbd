/** A map of JSON. */
type Json = Readonly<Record<string, unknown>>;

/** Where something stands. */
interface Place {
  /** For people: items of lists by their key. */
  readonly path: string;
  /** For the policy: items of lists as `[*]`, keys of free maps as `*`. */
  readonly pattern: string;
  /** On the desired side; meaningless where only the actual one has it. */
  readonly at: readonly (string | number)[];
}

/** As `Place`, on the way down: a chain up to the top, so that only what differs costs a list. */
interface Stop {
  readonly path: string;
  readonly pattern: string;
  readonly segment: string | number;
  readonly parent: Stop | undefined;
}

interface Sides {
  readonly from: unknown;
  readonly to: unknown;
}

/** Two values that differ, with no map or keyed list in them that both sides have. `undefined` is "not there". */
export interface Difference extends Place, Sides {
  /** The topmost part that one side lacks and that holds the difference; the difference itself where there is none. */
  readonly root: Place & Sides;
  /** The nearest item of a keyed list around it. */
  readonly item: Sides | undefined;
}

/** What the values alone don't tell about the structure. */
export interface Structure {
  /** The parts of the key of an item, where the list at `pattern` has keys; else the list is compared as one value. */
  readonly keyOf: (pattern: string) => ((item: unknown) => readonly string[]) | undefined;
  /** Whether the keys of the map at `pattern` are data and not names of fields. */
  readonly isFreeMap: (pattern: string) => boolean;
}

/**
 * What differs between two JSON values, leaf by leaf, in the order of the desired side; what only the actual side has
 * comes after it. A missing map or list equals an empty one, and `null` is "not there". Knows nothing of endpoints.
 */
export function compare(actual: unknown, desired: unknown, structure: Structure): readonly Difference[] {
  const found: Difference[] = [];
  const top: Stop = { path: '', pattern: '', segment: '', parent: undefined };
  visit({
    place: top,
    from: actual ?? undefined,
    to: desired ?? undefined,
    root: undefined,
    item: undefined,
  });
  return found;

  interface Visit extends Sides {
    readonly place: Stop;
    readonly root: Root | undefined;
    readonly item: Sides | undefined;
  }

  function visit({ place, from, to, root, item }: Visit): void {
    const present = to ?? from;
    const key = Array.isArray(present) ? structure.keyOf(place.pattern) : undefined;
    if (key && fits(from, Array.isArray) && fits(to, Array.isArray)) {
      const inner = rootOf(place, from, to, root);
      for (const child of matched(asList(from), asList(to), key)) {
        visit({ place: itemPlace(place, child), root: inner, item: child, from: child.from, to: child.to });
      }
    } else if (isMap(present) && fits(from, isMap) && fits(to, isMap)) {
      const inner = rootOf(place, from, to, root);
      const free = structure.isFreeMap(place.pattern);
      for (const name of keysOf(to, from)) {
        const sides = { from: valueOf(from, name), to: valueOf(to, name) };
        visit({ place: fieldPlace(place, name, free), root: inner, item, ...sides });
      }
    } else if (!isEqual(withoutEmpty(from), withoutEmpty(to))) {
      const difference = { ...placeOf(place), from, to };
      found.push({ ...difference, item, root: root ? rootPlace(root) : difference });
    }
  }
}

interface Root extends Sides {
  readonly place: Stop;
}

/** The document itself is no part: a side that is missing as a whole lacks each of its parts. */
const rootOf = (place: Stop, from: unknown, to: unknown, root: Root | undefined): Root | undefined =>
  root ?? (place.parent && (from === undefined || to === undefined) ? { place, from, to } : undefined);

const rootPlace = ({ place, from, to }: Root): Place & Sides => ({ ...placeOf(place), from, to });

function placeOf({ path, pattern, ...last }: Stop): Place {
  const at: (string | number)[] = [];
  for (let step: Pick<Stop, 'segment' | 'parent'> = last; step.parent; step = step.parent)
    at.push(step.segment);
  return { path, pattern, at: at.reverse() };
}

const withoutEmpty = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : value;

const fits = (value: unknown, test: (value: unknown) => boolean): boolean =>
  value === undefined || test(value);

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const valueOf = (value: unknown, name: string): unknown =>
  isMap(value) && Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;

function keysOf(first: unknown, second: unknown): ReadonlySet<string> {
  return new Set([
    ...(isMap(first) ? Object.keys(first) : []),
    ...(isMap(second) ? Object.keys(second) : []),
  ]);
}

function fieldPlace(parent: Stop, name: string, free: boolean): Stop {
  const { path, pattern } = parent;
  return {
    path: path === '' ? name : `${path}.${name}`,
    pattern: `${pattern}${pattern === '' ? '' : '.'}${free ? '*' : name}`,
    segment: name,
    parent,
  };
}

interface Matched extends Sides {
  readonly label: string;
  readonly index: number;
}

const itemPlace = (parent: Stop, { label, index }: Matched): Stop => ({
  path: `${parent.path}[${label}]`,
  pattern: `${parent.pattern}[*]`,
  segment: index,
  parent,
});

interface Keyed {
  readonly label: string;
  readonly value: unknown;
  readonly index: number;
}

function matched(
  from: readonly unknown[],
  to: readonly unknown[],
  key: (item: unknown) => readonly string[],
): readonly Matched[] {
  const actual = keyed(from, key);
  const desired = keyed(to, key);
  const pairs: Matched[] = [];
  for (const [identity, { label, value, index }] of desired) {
    pairs.push({ label, index, from: actual.get(identity)?.value, to: value });
  }
  for (const [identity, { label, value }] of actual) {
    if (!desired.has(identity)) pairs.push({ label, index: -1, from: value, to: undefined });
  }
  return pairs;
}

/** Items by key. Items of one key are told apart by their values, so that their order makes no difference. */
function keyed(
  items: readonly unknown[],
  key: (item: unknown) => readonly string[],
): ReadonlyMap<string, Keyed> {
  const groups = new Map<string, Keyed[]>();
  for (const [index, value] of items.entries()) {
    if (value === undefined || value === null) continue;
    const parts = key(value);
    const identity = JSON.stringify(parts);
    const entry = { label: parts.filter((part) => part !== '').join(' '), value, index };
    const group = groups.get(identity);
    if (group) group.push(entry);
    else groups.set(identity, [entry]);
  }
  const result = new Map<string, Keyed>();
  for (const [identity, group] of groups) {
    if (group.length > 1)
      group.sort((one, other) => (canonical(one.value) < canonical(other.value) ? -1 : 1));
    for (const [ordinal, entry] of group.entries()) {
      const suffix = ordinal === 0 ? '' : ` #${ordinal + 1}`;
      result.set(identity + suffix, { ...entry, label: entry.label + suffix });
    }
  }
  return result;
}

export const isEqual = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' && typeof other === 'object' && canonical(one) === canonical(other));

/** JSON with the keys of its maps in order: equal for equal values, however they were written. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isMap(value)) return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields.join()}}`;
}
