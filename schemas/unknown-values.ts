import type * as z from 'zod';
import { closest } from './closest.ts';
import { knownValues } from './open-enum.ts';
import { lookUp } from './structure.ts';
import { walk, type Path, type Visit } from './walk.ts';

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
  for (const visit of walk(schema, value)) addUnknownValue(visit, found);
  return found;
}

/** What is unknown of one value is added to `found`: for whoever walks through a value for several reasons. */
export function addUnknownValue({ schema, value, path }: Visit, found: UnknownValue[]): void {
  // What a variable stands for is not known here.
  if (typeof value !== 'string' || value.includes('${')) return;
  const known = lookUp(knownValues, schema);
  if (known === undefined) return;
  const lower = value.toLowerCase();
  if (known.values.some((each) => each === value || (known.ignoreCase && each === lower))) return;
  const suggestion =
    known.values.find((each) => each.toLowerCase() === lower) ??
    known.meantBy?.(value) ??
    closest(value, known.values);
  found.push({
    path: path(),
    value,
    known: known.values,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
