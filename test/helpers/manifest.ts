import type { Diagnostic } from '../../src/diagnostics.ts';
import { readEndpoint, readUpdate } from '../../src/manifest/read-document.ts';

export { yaml } from '../../src/manifest/rules/cases/yaml.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `line:column code`, in the order of the file. */
export const placesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ range, code }) => `${range?.line ?? 0}:${range?.column ?? 0} ${code}`);

/** What a manifest to be created (or, with `update`, the change of that endpoint) is told. */
export function findingsOf(
  text: string,
  options: { name?: string; update?: string } = {},
): readonly Diagnostic[] {
  const source = { file: 'm.yaml', bytes: bytesOf(text) };
  const { update, name } = options;
  return update === undefined
    ? readEndpoint(source, name).diagnostics
    : readUpdate(source, update).diagnostics;
}
