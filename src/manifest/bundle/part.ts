import { closest } from '#schemas/closest.ts';
import { isRecord } from '#schemas/structure.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import type { Located, Saying } from '../located.ts';

/** A document of a Databricks bundle: its `databricks.yml`, or a file that this includes. */
export interface BundlePart {
  readonly source: Located;
  readonly value: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
}

export const endpointsKind = 'model_serving_endpoints';
export const scopesKind = 'secret_scopes';
const ours = [endpointsKind, scopesKind];
/** What people write for `model_serving_endpoints` (seen in public repositories). */
const misspelt = ['serving_endpoints', 'model_serving_endpoint', 'model_serving', 'endpoints'];
/** Keys of a bundle that no endpoint has. */
const bundleKeys = ['bundle', 'include', 'targets', 'variables', 'workspace', 'artifacts', 'sync'];

/**
 * A document as a part of a bundle, or undefined where it is none. What else a bundle holds isn't ours: it is passed
 * over, with a note.
 */
export function bundlePart(source: Located): BundlePart | undefined {
  const { value } = source;
  if (!isRecord(value)) return undefined;
  if (value['resources'] !== undefined) {
    return { source, value, diagnostics: checkKinds(source, value['resources']) };
  }
  const key = [...ours, ...misspelt].find((name) => isRecord(value[name]));
  if (key !== undefined) {
    const kind = misspelt.includes(key) ? endpointsKind : key;
    return {
      source,
      value,
      diagnostics: [
        source.say(
          {
            severity: 'error',
            code: 'unknown-key',
            message: `\`${key}\` without \`resources\``,
            hint: `put it under \`resources:\`, as \`resources.${kind}\``,
          },
          [key],
          'key',
        ),
      ],
    };
  }
  const isBundle = !('name' in value) && bundleKeys.some((name) => isContainer(value[name]));
  return isBundle ? { source, value, diagnostics: [] } : undefined;
}

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

function checkKinds(source: Located, resources: unknown): readonly Diagnostic[] {
  const say = (path: readonly string[], saying: Saying) => source.say(saying, path, 'key');
  if (!isRecord(resources)) {
    return [
      say(['resources'], {
        severity: 'error',
        code: 'wrong-type',
        message: '`resources` is a map of kinds of resources',
      }),
    ];
  }
  return Object.keys(resources).flatMap((kind) => {
    const path = ['resources', kind];
    if (ours.includes(kind)) {
      if (isRecord(resources[kind])) return [];
      const message = `\`${kind}\` is a map from keys to ${kind === endpointsKind ? 'endpoints' : 'scopes'}`;
      return [say(path, { severity: 'error', code: 'wrong-type', message })];
    }
    const meant = misspelt.includes(kind) ? endpointsKind : closest(kind, ours);
    return [
      meant === undefined
        ? say(path, {
            severity: 'note',
            code: 'passed-over',
            message: `\`resources.${kind}\` is not managed here and is passed over`,
          })
        : say(path, {
            severity: 'error',
            code: 'unknown-key',
            message: `unknown kind of resource \`${kind}\``,
            hint: `did you mean \`${meant}\`?`,
          }),
    ];
  });
}

/** The patterns of the files that a bundle's file includes. */
export function includesOf({ value }: BundlePart): readonly string[] {
  const include = value['include'];
  return Array.isArray(include) ? include.filter((pattern) => typeof pattern === 'string') : [];
}
