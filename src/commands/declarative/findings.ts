import type { PreflightFinding } from '../../apply/preflight.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import type { DeclaredEndpoint, Manifests } from '../../manifest/read-manifests.ts';
import type { Plan } from '../../plan/types.ts';

/** Findings of the preflight with their places in the files. */
export function placed(
  findings: readonly PreflightFinding[],
  { endpoints, scopes }: Manifests,
): readonly Diagnostic[] {
  const sources = new Map(endpoints.map(({ document, source }) => [document.name, source]));
  const ofScopes = new Map(scopes.map(({ document, source }) => [document.scope, source]));
  return findings.map(({ endpoint, scope, ...finding }) => {
    const source = endpoint === undefined ? ofScopes.get(scope ?? '') : sources.get(endpoint);
    if (source) return source.report(finding);
    const { severity, code, message, hint } = finding;
    return { severity, code, message, ...(hint !== undefined && { hint }) };
  });
}

/** What a manifest protects from being deleted, and the plan would delete. Not a check that can be turned off. */
export function protectedFindings(plan: Plan, endpoints: readonly DeclaredEndpoint[]): readonly Diagnostic[] {
  const doomed = new Set(
    plan.entries
      .filter(({ kind, action }) => kind === 'endpoint' && (action === 'delete' || action === 'replace'))
      .map(({ name }) => name),
  );
  return endpoints
    .filter(({ document, preventDestroy }) => preventDestroy && doomed.has(document.name))
    .map(({ document, source }) =>
      source.report({
        code: 'prevent-destroy',
        severity: 'error',
        path: ['name'],
        message: `endpoint ${document.name} would be deleted, and its lifecycle says prevent_destroy`,
        hint: 'take `prevent_destroy` away first',
      }),
    );
}

/** To a diff, that a replacement has to be allowed is nothing wrong: it is what there is to show. */
export const asWarnings = (findings: readonly Diagnostic[]): readonly Diagnostic[] =>
  findings.map((finding) =>
    finding.code === 'replace-not-allowed' ? { ...finding, severity: 'warning' } : finding,
  );
