import type * as z from 'zod';
import { closest } from './closest.ts';
import { knownValues } from './open-enum.ts';
import { lookUp } from './structure.ts';
import { walk, type Path } from './walk.ts';

/** A value that is not among the known ones of an open enumeration: a typing error, or newer than this program. */
export interface UnknownValue {
  readonly path: Path;
  readonly value: string;
  readonly known: readonly string[];
  readonly suggestion?: string;
}

/** Every value of an open enumeration that is not a known one, in the order of the document. */
export function findUnknownValues(schema: z.core.$ZodType, value: unknown): UnknownValue[] {
  const found: UnknownValue[] = [];
  for (const visit of walk(schema, value)) {
    // What a variable stands for is not known here.
    if (typeof visit.value !== 'string' || visit.value.includes('${')) continue;
    const known = lookUp(knownValues, visit.schema);
    if (known === undefined) continue;
    const written = visit.value;
    const lower = written.toLowerCase();
    if (known.values.some((each) => each === written || (known.ignoreCase && each === lower))) continue;
    const suggestion =
      known.values.find((each) => each.toLowerCase() === lower) ??
      known.meantBy?.(written) ??
      closest(written, known.values);
    found.push({
      path: visit.path(),
      value: written,
      known: known.values,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  return found;
}
