import type * as z from 'zod';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { isSecretField } from '#schemas/plaintext.ts';
import type { Diagnostic, Severity } from '../diagnostics.ts';
import type { Finding } from './finding.ts';
import { formatPath } from './finding.ts';
import type { ManifestDocument } from './manifest-document.ts';
import { runRules } from './rules/registry.ts';
import type { PartialEndpoint, RuleContext } from './rules/rule.ts';
import { checkShape, type Shaped } from './shape.ts';
import type { Unresolved } from './variables/interpolate.ts';

export interface Checked {
  /** The value with its scalars in the API's types. It fits the schema where no finding is an error. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** How grave it is that a value is missing. */
export interface Lacking {
  /** Of a variable without a value in the place of a credential, which no answer would show anyway. */
  readonly writeOnly: Severity;
  /** Of a variable that only the workspace knows. */
  readonly unknown: Severity;
}

/** For a document that is about to be sent. */
const nothingMayLack: Lacking = { writeOnly: 'error', unknown: 'error' };

/** Every check of an endpoint that needs no network: the shape, and all the rules on what of it can be read. */
export function checkDocument(
  document: ManifestDocument,
  context: RuleContext,
  lacking: Lacking = nothingMayLack,
): Checked {
  // The command line gives the name that the file leaves out.
  const isNamed = context.name === undefined || Object.hasOwn(document.value, 'name');
  const named = isNamed ? document.value : { name: context.name, ...document.value };
  const { value, findings, ...judged } = checkShape(EndpointDocument, named, document.textOf);
  const found = judge(judged, (endpoint) => {
    const written = isNamed || context.purpose === 'create' ? endpoint : withoutName(endpoint);
    return runRules(written as PartialEndpoint, context);
  });
  const all = [...findings, ...found];
  const report = (finding: Finding): Diagnostic =>
    !isNamed && finding.path[0] === 'name' ? ofCommandLine(finding) : document.report(finding);
  return { value, diagnostics: withoutRepeats(withUnresolved(all, document, lacking)).map(report) };
}

/** The same for another resource, with its rules. */
export function checkResource(
  schema: z.ZodType,
  document: ManifestDocument,
  lacking: Lacking,
  rules: (resource: unknown) => readonly Finding[],
): Checked {
  const { value, findings, ...judged } = checkShape(schema, document.value, document.textOf);
  const all = [...findings, ...judge(judged, rules)];
  return { value, diagnostics: withoutRepeats(withUnresolved(all, document, lacking)).map(document.report) };
}

/** Of a value that isn't there nothing can be said but that. */
function withUnresolved(
  findings: readonly Finding[],
  { unresolved }: ManifestDocument,
  lacking: Lacking,
): readonly Finding[] {
  if (unresolved.length === 0) return findings;
  const places = new Set(unresolved.map(({ path }) => formatPath(path)));
  return [
    ...findings.filter(({ path }) => !places.has(formatPath(path))),
    ...unresolved.map((each) => tellUnresolved(each, lacking)),
  ];
}

/**
 * A place for a credential in plain text. No answer shows it, so that it can't be compared either way, and whoever sends
 * it asks for it then.
 */
export const isCredentialPlace = ({ path }: Pick<Unresolved, 'path'>): boolean =>
  isSecretField(String(path.at(-1)));

function tellUnresolved(each: Unresolved, lacking: Lacking): Finding {
  if (each.kind === 'unknown') return { ...each.finding, severity: lacking.unknown };
  if (each.kind !== 'undefined' || !isCredentialPlace(each) || lacking.writeOnly === 'error')
    return each.finding;
  return {
    code: 'value-not-given',
    severity: lacking.writeOnly,
    path: each.path,
    message: `\`${each.variable}\` has no value here: only an apply that has to send it needs one`,
  };
}

/** The name is no part of the file, so no place in it is to blame. */
const ofCommandLine = ({ severity, code, message, hint }: Finding): Diagnostic => ({
  severity,
  code,
  message: `${message}; it was given on the command line`,
  ...(hint !== undefined && { hint }),
});

const withoutName = (value: unknown): unknown =>
  Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== 'name'));

const judge = (
  { fitting, supposed }: Pick<Shaped, 'fitting' | 'supposed'>,
  rules: (value: unknown) => readonly Finding[],
): readonly Finding[] => {
  const found = rules(fitting);
  return supposed === fitting ? found : inBoth(found, rules(supposed));
};

/** What a value of a wrong type, or under a misspelt key, keeps a rule from seeing is no fault of its own. */
function inBoth(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const identity = ({ code, path, message }: Finding): string => JSON.stringify([code, path, message]);
  const known = new Set(others.map(identity));
  return findings.filter((finding) => known.has(identity(finding)));
}

/** One fault can be met by the check of types and by a rule: it is told once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter(({ code, path, message }) => {
    const identity = code === 'missing-key' ? message : '';
    const key = `${code} ${formatPath(path)} ${identity}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
