import { readdir } from 'node:fs/promises';
import * as z from 'zod';

const folder = new URL('../../schemas/', import.meta.url);

export interface NamedSchema {
  readonly file: string;
  readonly name: string;
  readonly schema: z.ZodType;
}

/** Every schema that a module of `schemas/api` or `schemas/manifest` exports. */
export async function allSchemas(): Promise<NamedSchema[]> {
  const found: NamedSchema[] = [];
  for (const part of ['api', 'manifest']) {
    const files = await readdir(new URL(`${part}/`, folder), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      const module = (await import(new URL(`${part}/${file}`, folder).href)) as Record<string, unknown>;
      for (const [name, value] of Object.entries(module)) {
        if (value instanceof z.ZodType) found.push({ file: `${part}/${file}`, name, schema: value });
      }
    }
  }
  return found;
}
