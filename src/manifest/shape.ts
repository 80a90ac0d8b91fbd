import type * as z from 'zod';
import { addUnknownKeys, type UnknownKey } from '#schemas/unknown-keys.ts';
import { addUnknownValue, type UnknownValue } from '#schemas/unknown-values.ts';
import { walk } from '#schemas/walk.ts';
import { coerce } from './coerce.ts';
import { explainIssue, flattenIssues, pathOf } from './explain-issue.ts';
import { type Finding, formatPath, labelOf } from './finding.ts';
import { partAt, withPart } from './immutable.ts';
import type { Path } from './locate.ts';
import { placeholder, spelt } from './supposed.ts';
import { listOf, quote } from './words.ts';

export interface Shaped {
  /** The value with its scalars in the schema's types; the input itself where nothing had to be changed. */
  readonly value: unknown;
  /** The same without the parts of a wrong type, so that the rules can look at all the rest. */
  readonly fitting: unknown;
  /**
   * What was probably meant: misspelt keys spelt right, something of the right type where another one stands. What a rule
   * says of `fitting` and not of this too, it says of a fault that is told already.
   */
  readonly supposed: unknown;
  readonly findings: readonly Finding[];
}

/**
 * Holds a value against a schema: types, keys and values, each fault a sentence with its path.
 * @param textOf a scalar as it was written, for one whose type has to be guessed
 */
export function checkShape(schema: z.ZodType, input: unknown, textOf: (path: Path) => string): Shaped {
  const found = issuesOf(schema, input);
  const coerced = coerceAll(input, found, textOf);
  const { value } = coerced;
  // What a text turned into has limits of its own.
  const issues = (value === input ? found : issuesOf(schema, value)).filter(
    (issue) => !coerced.refused.some(({ path }) => formatPath(path) === formatPath(pathOf(issue))),
  );
  const unknown = unknowns(schema, value);
  const meant = spelt(value, unknown.keys);
  const remaining = meant === value ? issues : issuesOf(schema, meant);
  const misfits = [...coerced.refused, ...misfitsIn(issues)];
  const isMissedStill = (issue: z.core.$ZodIssue): boolean =>
    remaining.some((other) => formatPath(pathOf(other)) === formatPath(pathOf(issue)));
  return {
    value,
    fitting: without(value, misfits),
    supposed: without(
      meant,
      [...coerced.refused, ...misfitsIn(remaining)].map(({ path, meant: own }) => ({
        path,
        meant: own ?? placeholder(schema, meant, path),
      })),
    ),
    findings: [
      ...coerced.findings,
      ...issues
        .filter((issue) => partAt(value, pathOf(issue)) !== undefined || isMissedStill(issue))
        .map((issue) => explainIssue(issue, partAt(value, pathOf(issue)))),
      ...unknown.findings,
    ],
  };
}

const misfitsIn = (issues: readonly z.core.$ZodIssue[]): readonly Refused[] =>
  issues
    .filter(({ code }) => code === 'invalid_type' || code === 'invalid_union')
    .map((issue) => ({ path: pathOf(issue) }));

const without = (value: unknown, misfits: readonly Refused[]): unknown =>
  misfits.reduce((rest, { path, meant }) => (path.length === 0 ? {} : withPart(rest, path, meant)), value);

/** A value of the wrong type has no bounds to keep: Zod measures a list where a text belongs, too. */
function issuesOf(schema: z.ZodType, value: unknown): readonly z.core.$ZodIssue[] {
  const issues = flattenIssues(schema.safeParse(value).error?.issues ?? []);
  const mistyped = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map((issue) => formatPath(pathOf(issue))),
  );
  return issues.filter((issue) => issue.code === 'invalid_type' || !mistyped.has(formatPath(pathOf(issue))));
}

interface Coerced {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Scalars that look like the other type and are not. */
  readonly refused: readonly Refused[];
}

interface Refused {
  readonly path: Path;
  readonly meant?: unknown;
}

function coerceAll(
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
  textOf: (path: Path) => string,
): Coerced {
  let value = input;
  const findings: Finding[] = [];
  const refused: Refused[] = [];
  for (const issue of issues) {
    if (issue.code !== 'invalid_type') continue;
    const path = pathOf(issue);
    const part = partAt(input, path);
    if (part === undefined || typeof part === 'object') continue;
    const coercion = coerce(path, part, issue.expected, textOf(path));
    if (!coercion) continue;
    if (coercion.finding) findings.push(coercion.finding);
    if (coercion.value === undefined) refused.push({ path, meant: coercion.meant });
    else value = withPart(value, path, coercion.value);
  }
  return { value, findings, refused };
}

/** Keys and values that the schema doesn't know, found in one walk. */
function unknowns(
  schema: z.ZodType,
  value: unknown,
): { readonly keys: readonly UnknownKey[]; readonly findings: readonly Finding[] } {
  const keys: UnknownKey[] = [];
  const values: UnknownValue[] = [];
  for (const visit of walk(schema, value)) {
    addUnknownKeys(visit, keys);
    addUnknownValue(visit, values);
  }
  // A wrong provider is told by a rule of its own.
  const others = values.filter(({ path }) => path.at(-1) !== 'provider');
  return { keys, findings: [...keys.map(unknownKey), ...others.map(unknownValue)] };
}

const unknownKey = ({ path, key, suggestion, known = [] }: UnknownKey): Finding => ({
  code: 'unknown-key',
  severity: 'error',
  path,
  part: 'key',
  message: `unknown key ${quote(key)} in ${labelOf(path.slice(0, -1))}`,
  hint:
    suggestion === undefined
      ? `remove it; known here: ${known.join(', ')}`
      : `did you mean \`${suggestion}\`?`,
});

/** The service grows: a value that isn't known here may be known there. */
const unknownValue = ({ path, value, known, suggestion }: UnknownValue): Finding => ({
  code: 'unknown-value',
  severity: 'warning',
  path,
  message: `${quote(value)} is no known value of ${labelOf(path)}`,
  hint: suggestion === undefined ? `known are ${listOf(known, 'and')}` : `did you mean \`${suggestion}\`?`,
});
