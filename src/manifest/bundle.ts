import { isRecord } from '#schemas/structure.ts';
import type { Finding } from './finding.ts';

import type { Path } from './locate.ts';

interface BundleEndpoint {
  readonly path: Path;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface BundleContents {
  readonly endpoints: readonly BundleEndpoint[];
  readonly findings: readonly Finding[];
}

const endpointsKey = 'model_serving_endpoints';
/** What people write for it (seen in public repositories). */
const misspelt = ['serving_endpoints', 'model_serving_endpoint', 'model_serving', 'endpoints'];
/** Keys of a bundle that no endpoint has. */
const bundleKeys = ['bundle', 'include', 'targets', 'variables', 'workspace', 'artifacts', 'sync'];

/**
 * The endpoints of a Databricks bundle file (`resources.model_serving_endpoints.*`), or undefined where the document
 * is no bundle. What else a bundle holds isn't ours: it is passed over, with a note.
 */
export function bundleEndpoints(document: Readonly<Record<string, unknown>>): BundleContents | undefined {
  const resources = document['resources'];
  if (resources === undefined) return withoutResources(document);
  const findings: Finding[] = [];
  if (!isRecord(resources)) {
    findings.push(error(['resources'], 'wrong-type', '`resources` is a map of kinds of resources'));
    return { endpoints: [], findings };
  }
  for (const kind of Object.keys(resources)) {
    if (kind === endpointsKey) continue;
    const path = ['resources', kind];
    findings.push(
      misspelt.includes(kind)
        ? error(
            path,
            'unknown-key',
            `unknown kind of resource \`${kind}\``,
            `did you mean \`${endpointsKey}\`?`,
          )
        : {
            ...error(path, 'passed-over', `\`resources.${kind}\` is not managed here and is passed over`),
            severity: 'note',
          },
    );
  }
  const declared = resources[endpointsKey];
  if (declared !== undefined && !isRecord(declared)) {
    findings.push(
      error(['resources', endpointsKey], 'wrong-type', `\`${endpointsKey}\` is a map from keys to endpoints`),
    );
  }
  const endpoints: BundleEndpoint[] = [];
  for (const [key, value] of Object.entries(isRecord(declared) ? declared : {})) {
    const path = ['resources', endpointsKey, key];
    if (isRecord(value)) endpoints.push({ path, value: withoutLifecycle(value) });
    else findings.push(error(path, 'wrong-type', `the endpoint \`${key}\` is no map of keys`));
  }
  return { endpoints, findings };
}

function withoutResources(document: Readonly<Record<string, unknown>>): BundleContents | undefined {
  const key = [endpointsKey, ...misspelt].find((name) => isRecord(document[name]));
  if (key !== undefined) {
    const hint = `put it under \`resources:\`, as \`resources.${endpointsKey}\``;
    return {
      endpoints: [],
      findings: [error([key], 'unknown-key', `\`${key}\` without \`resources\``, hint)],
    };
  }
  const isBundle = bundleKeys.some((name) => isRecord(document[name])) && !('name' in document);
  return isBundle ? { endpoints: [], findings: [] } : undefined;
}

/** `lifecycle` steers the bundle's own engine; the API doesn't know it. */
const withoutLifecycle = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'lifecycle'));

const error = (path: Path, code: string, message: string, hint?: string): Finding => ({
  code,
  severity: 'error',
  path,
  part: 'key',
  message,
  ...(hint !== undefined && { hint }),
});
