import { isRecord } from '#schemas/structure.ts';
import type { BundleScope, DeclaredVariable } from '../variables/resolver.ts';
import type { BundlePart } from './part.ts';
import type { Resource } from './resources.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the files of a bundle may name: its variables, itself, its workspace, its resources. */
export function bundleScope(
  parts: readonly BundlePart[],
  target: string | undefined,
  resources: readonly Resource[],
): BundleScope {
  const sections = (key: string): Fields => {
    const given = parts.flatMap((part) => [part.value[key], targetOf(part, target)[key]]);
    return Object.fromEntries(given.flatMap((each) => Object.entries(fields(each))));
  };
  const kinds: Record<string, Record<string, unknown>> = {};
  for (const { kind, key, located } of resources) (kinds[kind] ??= {})[key] = located.value;
  return {
    variables: declaredVariables(parts, target),
    bundle: { ...sections('bundle'), ...(target !== undefined && { target, environment: target }) },
    workspace: sections('workspace'),
    resources: kinds,
  };
}

function declaredVariables(
  parts: readonly BundlePart[],
  target: string | undefined,
): ReadonlyMap<string, DeclaredVariable> {
  const variables = new Map<string, DeclaredVariable>();
  for (const { source, value } of parts) {
    for (const [name, declared] of Object.entries(fields(value['variables']))) {
      variables.set(
        name,
        declaration(declared, (path) => source.textOf(['variables', name, ...path])),
      );
    }
  }
  for (const part of parts) {
    for (const [name, given] of Object.entries(fields(targetOf(part, target)['variables']))) {
      const path = ['targets', String(target), 'variables', name];
      const textAt = (inner: readonly string[]) => part.source.textOf([...path, ...inner]);
      // A target gives the value itself, or declares the variable anew.
      const isDeclaration =
        isRecord(given) && ['default', 'lookup', 'description', 'type'].some((key) => key in given);
      variables.set(
        name,
        isDeclaration ? { ...variables.get(name), ...declaration(given, textAt) } : valued(given, textAt([])),
      );
    }
  }
  return variables;
}

function declaration(declared: unknown, textAt: (path: readonly string[]) => string): DeclaredVariable {
  if (!isRecord(declared)) return { isLookup: false };
  if (declared['default'] !== undefined) return valued(declared['default'], textAt(['default']));
  return { isLookup: declared['lookup'] !== undefined };
}

const valued = (value: unknown, text: string): DeclaredVariable => ({
  value,
  isLookup: false,
  ...(typeof value !== 'object' && { text }),
});

function targetOf({ value }: BundlePart, target: string | undefined): Fields {
  return target === undefined ? {} : fields(fields(value['targets'])[target]);
}

const fields = (value: unknown): Fields => (isRecord(value) ? value : {});
