import { type Circumstances, holds } from './circumstances.ts';
import { compare, type Difference, isEqual, type Structure } from './compare.ts';
import { fieldPolicies } from './field-policy.ts';
import type { FieldPolicy, ItemKey, Spelling } from './policy-row.ts';

/** What a difference amounts to, and the row that says so; a plain change has none. */
type Verdict =
  | { readonly kind: 'change'; readonly row?: undefined }
  | { readonly kind: 'immutable' | 'write-only' | 'ignored'; readonly row: FieldPolicy };

export interface JudgedDifference extends Difference {
  readonly verdict: Verdict;
}

/** A differ with the policy in it. Remembers which rows fit which fields, so make one for many endpoints. */
export function createJudge(): (endpoints: Circumstances) => readonly JudgedDifference[] {
  const rowOf = createRowFinder();
  return (endpoints) =>
    compare(endpoints.actual, endpoints.desired, structure).map((difference) => ({
      ...difference,
      verdict: verdictOf(rowOf(difference, endpoints), difference),
    }));
}

/** Finds the row that decides about a difference; remembers which rows fit which fields. */
export function createRowFinder(): (
  difference: Difference,
  endpoints: Circumstances,
) => FieldPolicy | undefined {
  const fitting = new Map<string, readonly CompiledRow[]>();
  const rowsFor = (pattern: string): readonly CompiledRow[] => {
    const known = fitting.get(pattern);
    if (known) return known;
    const found = rows.filter(({ expression }) => expression.test(pattern));
    fitting.set(pattern, found);
    return found;
  };
  return (difference, endpoints) =>
    rowsFor(difference.pattern).find(
      ({ row }) =>
        (row.when === undefined || holds(row.when, difference, endpoints)) && applies(row, difference),
    )?.row;
}

interface CompiledRow {
  readonly row: FieldPolicy;
  readonly expression: RegExp;
}

const rows: readonly CompiledRow[] = fieldPolicies.map((row) => ({ row, expression: compile(row.path) }));

/** `**` at the end stands for the field itself and everything below it, `*` for any text within a segment. */
function compile(path: string): RegExp {
  if (path === '**') return /^/;
  const below = path.endsWith('.**');
  const source = (below ? path.slice(0, -3) : path)
    .replaceAll('[*]', '[]')
    .replaceAll(/[.[\]]/g, String.raw`\$&`)
    .replaceAll('*', '[^.]*')
    .replaceAll(String.raw`\[\]`, String.raw`\[\*\]`);
  return new RegExp(`^${source}${below ? String.raw`(?:[.[].*)?` : ''}$`);
}

/** The rows about one field, by its path with `[*]` for the items of lists. */
export const policiesOf = (pattern: string): readonly FieldPolicy[] =>
  rows.filter(({ row, expression }) => row.path !== '**' && expression.test(pattern)).map(({ row }) => row);

const itemKeys: ReadonlyMap<string, ItemKey> = new Map(
  fieldPolicies.flatMap(({ path, key }) => (key ? [[path, key] as const] : [])),
);

/** How an endpoint is taken apart. */
export const structure: Structure = {
  keyOf: (pattern) => {
    const key = itemKeys.get(pattern);
    return key && ((item) => partsOf(key, item as Readonly<Record<string, unknown>>));
  },
  isFreeMap: (pattern) => pattern.endsWith('.environment_vars'),
};

const partsOf = (
  { fields, defaults = {}, presence = [] }: ItemKey,
  item: Readonly<Record<string, unknown>>,
): readonly string[] => [
  ...fields.map((field) => text(item[field] ?? defaults[field])),
  ...presence.filter((field) => item[field] !== undefined && item[field] !== null),
];

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

/** Whether what the row says is the case for these two values. */
function applies(row: FieldPolicy, { from, to }: Difference): boolean {
  switch (row.kind) {
    case 'equivalent':
      return row.as !== undefined && isEqual(spelled(row.as, from), spelled(row.as, to));
    case 'unordered':
      return row.key === undefined && isEqual(asSet(from), asSet(to));
    case 'server-default':
      return row.default === undefined ? to === undefined : isEqual(from ?? row.default, to ?? row.default);
    default:
      return true;
  }
}

function verdictOf(row: FieldPolicy | undefined, { to }: Difference): Verdict {
  if (!row) return { kind: 'change' };
  switch (row.kind) {
    case 'immutable':
      return { kind: 'immutable', row };
    case 'write-only':
      return { kind: to === undefined ? 'ignored' : 'write-only', row };
    default:
      return { kind: 'ignored', row };
  }
}

const asSet = (value: unknown): unknown =>
  Array.isArray(value) ? [...new Set((value as unknown[]).map(text))].sort() : value;

const telemetryFeatures = asSet([
  'TELEMETRY_FEATURE_LOGS',
  'TELEMETRY_FEATURE_TRACES',
  'TELEMETRY_FEATURE_METRICS',
  'TELEMETRY_FEATURE_INFERENCE_TABLE',
]);

function spelled(as: Spelling, value: unknown): unknown {
  switch (as) {
    case 'lower-case':
      return typeof value === 'string' ? value.toLowerCase() : value;
    case 'number-as-text':
      return typeof value === 'number' ? String(value) : value;
    case 'empty-is-absent':
      return value === '' ? undefined : value;
    case 'all-features-are-none': {
      const features = asSet(value ?? []);
      return isEqual(features, telemetryFeatures) ? [] : features;
    }
  }
}
