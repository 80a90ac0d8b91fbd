import { fileChanges } from '../../src/commands/endpoints/export/file-changes.ts';
import { editText } from '../../src/manifest/edit/edit-text.ts';
import type { EndpointDocument } from '../../schemas/manifest/endpoint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { printDocuments } from '../../src/manifest/print.ts';
import { type Manifests, readManifests } from '../../src/manifest/read-manifests.ts';
import { exportDocument } from '../../src/plan/export/export-document.ts';
import type { ExportedDocument } from '../../src/plan/export/types.ts';
import type { LiveEndpoint } from '../../src/plan/types.ts';
import { bytesOf } from './manifest.ts';

/** What `diff` reads of a file of that text. */
export function readText(text: string, env: Readonly<Record<string, string>> = {}): Manifests {
  const parsed = { ...parse('export.yaml', bytesOf(text)), isFound: false, bundle: 'export.yaml' };
  return readManifests([parsed], {
    env,
    given: new Map(),
    lacking: { writeOnly: 'note', unknown: 'note' },
    strict: false,
  });
}

/** Exports an endpoint, and reads its text back. */
export function adopt(live: LiveEndpoint): {
  readonly exported: ExportedDocument;
  readonly text: string;
  readonly document: EndpointDocument;
} {
  const exported = exportDocument(live);
  const text = printDocuments([exported]);
  const { endpoints, diagnostics } = readText(text, variablesOf(exported.document, live));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [declared, another] = endpoints;
  if (errors.length > 0 || !declared || another) {
    throw new Error(`the export does not read: ${errors.map(({ message }) => message).join('; ')}\n${text}`);
  }
  return { exported, text, document: declared.document };
}

/** The text of a file, brought in line with an endpoint as `export --into` does it. */
export function updateText(text: string, live: LiveEndpoint, caller?: string): string {
  const exported = exportDocument(live);
  const { endpoints, diagnostics } = readText(text, variablesOf(exported.document, live));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  const { changes } = fileChanges('export.yaml', endpoints, [{ live, exported }], caller);
  return editText(text, changes);
}

/** The values that stood in environment variables of the endpoint, by the names that the export gave them. */
export function variablesOf(
  { config }: EndpointDocument,
  { endpoint }: LiveEndpoint,
): Readonly<Record<string, string>> {
  const shown = (endpoint.pending_config ?? endpoint.config)?.served_entities ?? [];
  const entities = config?.served_entities ?? [];
  return Object.fromEntries(
    entities.flatMap((entity) => {
      const live = shown.length === 1 ? shown[0] : shown.find(({ name }) => name === entity.name);
      return Object.entries(entity.environment_vars ?? {}).flatMap(([key, value]) => {
        const [, variable] = /^\$\{env\.(.+)\}$/.exec(value) ?? [];
        return variable === undefined ? [] : [[variable, live?.environment_vars?.[key] ?? '']];
      });
    }),
  );
}
