import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import { isRecord } from '#schemas/structure.ts';
import { type Diagnostic, hasErrors } from '../diagnostics.ts';
import { type BundlePart, bundlePart, endpointsKind, scopesKind } from './bundle/part.ts';
import { collectResources } from './bundle/resources.ts';
import { bundleScope } from './bundle/scope.ts';
import { chooseTarget } from './bundle/target.ts';
import { formEndpoint } from './forms.ts';
import type { Located } from './located.ts';
import { type ManifestDocument, manifestDocument } from './manifest-document.ts';
import type { ParsedFile } from './parse.ts';
import { interpolate } from './variables/interpolate.ts';
import type { Resolve } from './variables/resolution.ts';
import { createResolver, type VariableScope } from './variables/resolver.ts';

export interface ManifestFile extends ParsedFile {
  /** Found in a directory or by a pattern, and not named itself: it may hold what is no manifest. */
  readonly isFound: boolean;
  /** Which bundle its parts belong to: the file that includes it, else the file itself. */
  readonly bundle: string;
}

export interface CollectSettings extends Omit<VariableScope, 'bundle'> {
  /** The target of bundles. */
  readonly target?: string;
}

/** What files declare, brought to the API's form, variables put in, not yet checked. */
export interface Collected {
  readonly endpoints: readonly ManifestDocument[];
  readonly scopes: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that the files declare, in their order. */
export function collect(files: readonly ManifestFile[], settings: CollectSettings): Collected {
  const endpoints: ManifestDocument[] = [];
  const scopes: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const bundles = new Map<string, BundlePart[]>();
  const alone = createResolver(settings);

  const addEndpoint = (source: Located, resolve: Resolve): void => {
    const interpolated = source.mayHoldVariables ? interpolate(source.value, resolve) : undefined;
    const formed = formEndpoint(source, interpolated);
    if (formed.document) endpoints.push(formed.document);
    diagnostics.push(...formed.diagnostics);
    for (const finding of interpolated?.findings ?? []) {
      diagnostics.push(source.say(finding, finding.path, finding.part ?? 'value'));
    }
  };
  const addBundle = (parts: readonly BundlePart[]): void => {
    const target = chooseTarget(parts, settings.target);
    if (hasErrors(target.diagnostics)) {
      // What the target that was meant says is missing everywhere: that is no fault of its own.
      diagnostics.push(...target.diagnostics);
      return;
    }
    const collected = collectResources(parts, target.name);
    diagnostics.push(...target.diagnostics, ...collected.diagnostics);
    const bundle = bundleScope(parts, target.name, collected.resources);
    // Resources that are none of ours may name them.
    for (const name of bundle.variables.keys()) settings.used?.add(name);
    const resolve = createResolver({ ...settings, bundle });
    for (const { kind, located } of collected.resources) {
      if (kind === endpointsKind) addEndpoint(located, resolve);
      else if (kind === scopesKind) scopes.push(scopeDocument(located, resolve));
    }
  };
  const isOneOfMany = files.length > 1;

  // Endpoints come out in the order of the files; those of a bundle where its first part stands.
  const found: (Located | readonly BundlePart[])[] = [];

  for (const file of files) {
    for (const each of file.diagnostics) {
      const isHarmless = each.code === 'empty-file' && (isOneOfMany || file.isFound);
      diagnostics.push(isHarmless ? { ...each, severity: 'note' } : each);
    }
    for (const source of file.documents) {
      const part = bundlePart(source);
      if (part) {
        diagnostics.push(...part.diagnostics);
        if (isOneOfMany && declaresNothing(part))
          diagnostics.push(passedOver(source, 'declares no endpoint'));
        const parts = bundles.get(file.bundle);
        if (parts) parts.push(part);
        else {
          const first = [part];
          bundles.set(file.bundle, first);
          found.push(first);
        }
      } else if (file.isFound && !looksLikeEndpoint(source.value)) {
        diagnostics.push(passedOver(source, 'is no endpoint'));
      } else {
        found.push(source);
      }
    }
  }
  for (const one of found) {
    if ('locate' in one) addEndpoint(one, alone);
    else addBundle(one);
  }
  return { endpoints, scopes, diagnostics };
}

function scopeDocument(source: Located, resolve: Resolve): ManifestDocument {
  const interpolated = interpolate(source.value, resolve);
  const value = isRecord(interpolated.value) ? interpolated.value : {};
  return manifestDocument({ source, value, interpolated });
}

/** Keys that say something about a bundle as a whole. */
const telling = ['bundle', 'include', 'variables', 'resources'];

const declaresNothing = ({ value, diagnostics }: BundlePart): boolean =>
  diagnostics.length === 0 && !telling.some((key) => value[key] !== undefined);

const passedOver = (source: Located, what: string): Diagnostic =>
  source.say(
    { severity: 'note', code: 'passed-over', message: `this document ${what} and is passed over` },
    [],
    'key',
  );

const endpointKeys: ReadonlySet<string> = new Set([
  ...Object.keys(EndpointDocument.shape),
  ...Object.keys(EndpointCoreConfigInput.shape),
  '$schema',
  'lifecycle',
]);
/** No other kind of document has these, wherever in it they stand. */
const endpointWords = [
  ...Object.keys(EndpointCoreConfigInput.shape),
  'external_model',
  'ai_gateway',
  'rate_limits',
];

/** A folder holds files of many kinds; whatever has a word of ours in it is meant for us, misspelt or not. */
function looksLikeEndpoint(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (Object.keys(value).every((key) => endpointKeys.has(key)) && 'name' in value) return true;
  return hasKey(value, 3);
}

function hasKey(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && endpointWords.some((word) => Object.hasOwn(value, word))) return true;
  return depth > 0 && Object.values(value).some((item) => hasKey(item, depth - 1));
}
