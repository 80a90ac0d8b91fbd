import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Finding } from './finding.ts';
import { formatPath } from './finding.ts';
import type { ManifestDocument } from './manifest-document.ts';
import { runRules } from './rules/registry.ts';
import type { PartialEndpoint, RuleContext } from './rules/rule.ts';
import { checkShape } from './shape.ts';

export interface Checked {
  /** The value with its scalars in the API's types. It fits the schema where no finding is an error. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Every check that needs no network: the shape, and all the rules on what of it can be read. */
export function checkDocument(document: ManifestDocument, context: RuleContext): Checked {
  // The command line gives the name that the file leaves out.
  const isNamed = context.name === undefined || Object.hasOwn(document.value, 'name');
  const named = isNamed ? document.value : { name: context.name, ...document.value };
  const { value, fitting, findings } = checkShape(EndpointDocument, named, document.textOf);
  const written = isNamed || context.purpose === 'create' ? fitting : withoutName(fitting);
  const all = [...findings, ...runRules(written as PartialEndpoint, context)];
  const report = (finding: Finding): Diagnostic =>
    !isNamed && finding.path[0] === 'name' ? ofCommandLine(finding) : document.report(finding);
  return { value, diagnostics: withoutRepeats(all).map(report) };
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

/** One fault can be met by the check of types and by a rule: it is told once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, path, message }) => {
    const identity = code === 'missing-key' ? message : '';
    const key = `${code} ${formatPath(path)} ${identity}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
