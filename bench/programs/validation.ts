// What is measured of validation, in one process: yaml's own reading of a text, and everything that `validate` does with it.
import { parseAllDocuments } from 'yaml';
import { parse } from '../../src/manifest/parse.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';

/** The least that any program does that reads YAML with the same package. */
export function yamlAlone(bytes: Uint8Array): unknown {
  const documents = parseAllDocuments(new TextDecoder().decode(bytes));
  return Array.isArray(documents) ? documents.map((document): unknown => document.toJS()) : [];
}

/** How many endpoints are valid, and how many findings there are. */
export function validate(bytes: Uint8Array): { readonly endpoints: number; readonly findings: number } {
  const file = { ...parse('bench.yaml', bytes), isFound: false, bundle: 'bench.yaml' };
  const { endpoints, diagnostics } = readManifests([file], {
    env: {},
    given: new Map(),
    strict: false,
    lacking: { writeOnly: 'note', unknown: 'note' },
  });
  return { endpoints: endpoints.length, findings: diagnostics.length };
}
