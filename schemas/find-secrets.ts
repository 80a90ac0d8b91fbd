import type * as z from 'zod';
import { lookUp } from './structure.ts';
import { fieldTraits, type FieldTraits } from './traits.ts';
import { walk, type Path } from './walk.ts';

/** A field with a text in it that holds a secret or names one. */
export interface SecretField {
  readonly path: Path;
  readonly value: string;
  readonly kind: NonNullable<FieldTraits['secret']>;
}

/** Every field of `value` that `schema` marks as secret, in the order of the document. */
export function findSecretFields(schema: z.core.$ZodType, value: unknown): SecretField[] {
  const found: SecretField[] = [];
  for (const visit of walk(schema, value)) {
    if (typeof visit.value !== 'string') continue;
    const kind = lookUp(fieldTraits, visit.schema)?.secret;
    if (kind !== undefined) found.push({ path: visit.path(), value: visit.value, kind });
  }
  return found;
}
