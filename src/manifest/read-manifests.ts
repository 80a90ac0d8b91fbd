import { findSecretFields } from '#schemas/find-secrets.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { type ScopeDocument, SecretScopeResource } from '#schemas/manifest/secret-scope.ts';
import { type Diagnostic, hasErrors, type Severity } from '../diagnostics.ts';
import { checkDocument, checkResource, isCredentialPlace, type Lacking } from './check.ts';
import { collect, type CollectSettings, type ManifestFile } from './collect.ts';
import { inOrder } from './in-order.ts';
import type { ManifestDocument } from './manifest-document.ts';
import { runGrantRules } from './rules/registry.ts';
import type { Partly } from './rules/rule.ts';
import type { Unresolved } from './variables/interpolate.ts';
import { unusedVariables } from './variables/unused.ts';

export interface ReadSettings extends CollectSettings {
  readonly lacking: Lacking;
  /** Warnings count as errors. */
  readonly strict: boolean;
}

/** An endpoint that is declared. */
export interface DeclaredEndpoint {
  /** In the API's form. It fits its type where no finding of the run is an error. */
  readonly document: EndpointDocument;
  /** Where it stands, for whatever there is to say about it later. */
  readonly source: ManifestDocument;
  readonly preventDestroy: boolean;
  /** Credentials in plain text that nobody has given: their variables stand in their places. */
  readonly notGiven: readonly Unresolved[];
  /** Credentials that variables have brought. */
  readonly secrets: readonly string[];
}

/** A secret scope that is declared by itself, as in bundles. */
interface DeclaredScope {
  readonly document: ScopeDocument;
  readonly source: ManifestDocument;
}

export interface Manifests {
  readonly endpoints: readonly DeclaredEndpoint[];
  readonly scopes: readonly DeclaredScope[];
  /** Every finding, in the order of the files. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and checks everything that files declare. Nothing in a file throws. */
export function readManifests(files: readonly ManifestFile[], settings: ReadSettings): Manifests {
  const used = new Set<string>();
  const collected = collect(files, { ...settings, used });
  const diagnostics = [...collected.diagnostics];
  const endpoints = collected.endpoints.map((source): DeclaredEndpoint => {
    const checked = checkDocument(source, { purpose: 'create' }, settings.lacking);
    diagnostics.push(...checked.diagnostics);
    return {
      // What doesn't fit has been told of, and nothing is done with it.
      document: checked.value as EndpointDocument,
      source,
      preventDestroy: source.preventDestroy,
      notGiven: source.unresolved.filter((each) => each.kind === 'undefined' && isCredentialPlace(each)),
      secrets:
        source.hidden.size === 0
          ? []
          : findSecretFields(EndpointDocument, checked.value)
              .map(({ value }) => value)
              .filter((value) => source.hidden.has(value)),
    };
  });
  const scopes = collected.scopes.map((source): DeclaredScope => {
    const checked = checkResource(SecretScopeResource, source, settings.lacking, (scope) =>
      runGrantRules((scope as Partly<SecretScopeResource>).permissions),
    );
    diagnostics.push(...checked.diagnostics);
    return { document: scopeDocument(checked.value as SecretScopeResource), source };
  });
  diagnostics.push(
    ...duplicates(endpoints, 'duplicate-endpoint', 'endpoint', ({ document }) => document.name),
  );
  // The names of scopes differ by more than case.
  const scopeName = ({ document }: DeclaredScope): unknown =>
    typeof document.scope === 'string' ? document.scope.toLowerCase() : undefined;
  diagnostics.push(...duplicates(scopes, 'duplicate-scope', 'scope', scopeName));
  if (endpoints.length === 0 && scopes.length === 0 && !hasErrors(diagnostics)) {
    diagnostics.push(...nothingDeclared(files));
  }
  diagnostics.push(...unusedVariables(settings.given, used, diagnostics));
  const severe = settings.strict ? diagnostics.map(graver) : diagnostics;
  return {
    endpoints,
    scopes,
    diagnostics: inOrder(
      severe,
      files.map(({ file }) => file),
    ),
  };
}

const graver = (each: Diagnostic): Diagnostic =>
  each.severity === 'warning' ? { ...each, severity: 'error' satisfies Severity } : each;

function* duplicates<T extends { readonly source: ManifestDocument }>(
  declared: readonly T[],
  code: string,
  what: string,
  nameOf: (one: T) => unknown,
): Generator<Diagnostic> {
  const first = new Map<string, ManifestDocument>();
  for (const one of declared) {
    const { source } = one;
    const name = nameOf(one);
    // Two names that hold the same variable may still turn out to be two.
    if (typeof name !== 'string' || source.unresolved.some(({ path }) => path[0] === 'name')) continue;
    const earlier = first.get(name);
    if (!earlier) {
      first.set(name, source);
      continue;
    }
    const other = earlier.report({ code, severity: 'error', path: ['name'], message: '' });
    const place = other.range
      ? `${other.range.file}:${other.range.line}:${other.range.column}`
      : 'another place';
    yield {
      ...source.report({
        code,
        severity: 'error',
        path: ['name'],
        message: `the ${what} \`${name}\` is declared twice: here and in ${place}`,
        hint: 'remove one of them, or give it another name',
      }),
      ...(other.range && { related: { range: other.range, sourceLine: other.sourceLine ?? '' } }),
    };
  }
}

const scopeDocument = ({
  name,
  backend_type,
  keyvault_metadata,
  permissions,
}: SecretScopeResource): ScopeDocument => ({
  scope: name,
  ...(backend_type !== undefined && { scope_backend_type: backend_type }),
  ...(keyvault_metadata !== undefined && { backend_azure_keyvault: keyvault_metadata }),
  ...(permissions && { permissions }),
});

function nothingDeclared(files: readonly ManifestFile[]): readonly Diagnostic[] {
  const [first, second] = files;
  if (!first) return [];
  return [
    {
      severity: 'error',
      code: 'nothing-declared',
      message: second
        ? `none of ${files.length} files declares an endpoint`
        : `${first.file} declares no endpoint`,
      hint: 'see `servectl schema --example openai` for a manifest to start from',
      ...(!second && { range: { file: first.file, line: 1, column: 1, endLine: 1, endColumn: 1 } }),
    },
  ];
}
