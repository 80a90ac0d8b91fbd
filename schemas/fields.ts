import * as z from 'zod';
import { lookUp, structureOf, unwrap } from './structure.ts';

/** One field that a document may have, whatever stands in it. */
export interface Field {
  /** Without the indexes of lists: `config.served_entities.workload_size`. */
  readonly path: string;
  /** The same with `[*]` for the items of lists: `config.served_entities[*].workload_size`. */
  readonly pattern: string;
  readonly name: string;
  /** As it was declared, wrappers and all; metadata is found with `lookUp`. */
  readonly schema: z.core.$ZodType;
  readonly isRequired: boolean;
}

/** Every field of a schema, parents before children, in the order of their declaration. */
export function* fieldsOf(schema: z.core.$ZodType, path = '', pattern = ''): Generator<Field> {
  const structure = structureOf(schema, undefined);
  if (structure.kind === 'array') {
    if (structure.rest) yield* fieldsOf(structure.rest, path, `${pattern}[*]`);
  } else if (structure.kind === 'object') {
    for (const [name, field] of Object.entries(structure.shape)) {
      const at = path === '' ? name : `${path}.${name}`;
      const patternAt = pattern === '' ? name : `${pattern}.${name}`;
      const isRequired = (field as z.ZodType)._zod.optin === undefined;
      yield { path: at, pattern: patternAt, name, schema: field, isRequired };
      yield* fieldsOf(field, at, patternAt);
    }
  }
}

/** What a schema says about itself in words: its own metadata, else that of what it wraps. */
export const metadataOf = (schema: z.core.$ZodType): z.GlobalMeta =>
  lookUp(z.globalRegistry, schema) ?? z.globalRegistry.get(unwrap(schema)) ?? {};
