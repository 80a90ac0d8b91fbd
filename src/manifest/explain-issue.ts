import type * as z from 'zod';
import { closest } from '#schemas/closest.ts';
import { wrongType } from './coerce.ts';
import { type Finding, labelOf } from './finding.ts';
import type { Path } from './locate.ts';
import { listOf, quote } from './words.ts';

type Issue = z.core.$ZodIssue;

/** YAML has no keys but texts and no indexes but numbers. */
export const pathOf = (issue: Issue): Path =>
  issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));

/** Where none of several forms fits, what keeps the value from the nearest one is what there is to say. */
export function flattenIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const nearest = issue.errors.reduce((best, option) => (option.length < best.length ? option : best));
    return flattenIssues(nearest).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });
}

/** A fault that the schema found, as a sentence that names the thing and never repeats what may be a secret. */
export function explainIssue(issue: Issue, value: unknown): Finding {
  const path = pathOf(issue);
  const name = labelOf(path);
  if (issue.code === 'invalid_type') {
    if (value === undefined) return missing(path);
    return isUnexpanded(value) ? unexpanded(path, name) : wrongType(path, name, value, issue.expected);
  }
  if (value === undefined && issue.code === 'invalid_value') return missing(path);
  const bad = (message: string, hint?: string): Finding => ({
    code: 'bad-value',
    severity: 'error',
    path,
    message: `${name} ${message}`,
    ...(hint !== undefined && { hint }),
  });
  switch (issue.code) {
    case 'invalid_value': {
      const known = issue.values.map(String);
      const meant = typeof value === 'string' ? closest(value, known) : undefined;
      const said = typeof value === 'string' ? `, not ${quote(value)}` : '';
      return bad(`must be ${listOf(known, 'or')}${said}`, meant && `did you mean \`${meant}\`?`);
    }
    case 'too_small':
      return bad(own(issue) ?? `must be at least ${String(issue.minimum)}`);
    case 'too_big':
      return bad(own(issue) ?? `must be at most ${String(issue.maximum)}`);
    case 'invalid_format':
      return isUnexpanded(value) ? unexpanded(path, name) : bad(own(issue) ?? 'is malformed');
    default:
      return bad(own(issue) ?? 'is not valid');
  }
}

function missing(path: Path): Finding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const elsewhere =
    parent.length === 0 && key === 'name' ? '; `servectl endpoints create NAME -f FILE` gives it, too' : '';
  return {
    code: 'missing-key',
    severity: 'error',
    path: parent,
    part: 'key',
    message: `${labelOf(parent)} has no \`${key}\``,
    hint: `add \`${key}: …\`${elsewhere}`,
  };
}

const isUnexpanded = (value: unknown): boolean => typeof value === 'string' && /\$[A-Za-z_{]/.test(value);

const unexpanded = (path: Path, name: string): Finding => ({
  code: 'unexpanded-variable',
  severity: 'error',
  path,
  message: `${name} holds what looks like a variable that nothing has put a value for`,
  hint: 'write the value, or expand it before, for example with `envsubst`',
});

/** The sentence that the schema itself has for the fault; Zod's own start with a capital. */
const own = (issue: Issue): string | undefined => (/^[a-z]/.test(issue.message) ? issue.message : undefined);
