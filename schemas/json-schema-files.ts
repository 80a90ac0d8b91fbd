import { jsonSchemaKinds, jsonSchemaOf } from './json-schema-kinds.ts';

/** The files of `schemas/json`, by their path from the root of the project. */
export async function generate(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const kind of jsonSchemaKinds) {
    files[`schemas/json/${kind}.schema.json`] = `${JSON.stringify(await jsonSchemaOf(kind), null, 2)}\n`;
  }
  return files;
}
