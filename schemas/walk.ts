import type * as z from 'zod';
import { isRecord, structureOf, type Structure } from './structure.ts';

export type Path = (string | number)[];

/** A place in a value, as a chain up to the root: building paths only where they are asked for keeps walking linear. */
interface Place {
  readonly parent: Place | undefined;
  readonly key: string | number;
}

/** A value that a schema says something about. */
export interface Visit {
  /** The schema as it was declared there, wrappers and all; metadata is found with `lookUp`. */
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly structure: Structure;
  /** Where it stands, from the root. */
  readonly path: () => Path;
}

/**
 * Goes through a schema and a value together, parents before children, in the order of the value's keys. Where the
 * value does not fit the schema, it goes no deeper there. Takes time linear in the value and no stack.
 */
export function* walk(schema: z.core.$ZodType, value: unknown): Generator<Visit> {
  const pending: { schema: z.core.$ZodType; value: unknown; place: Place | undefined }[] = [
    { schema, value, place: undefined },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place } = next;
    const structure = structureOf(next.schema, next.value);
    yield { schema: next.schema, value: next.value, structure, path: () => pathTo(place) };
    const first = pending.length;
    for (const [key, childSchema, childValue] of children(structure, next.value)) {
      pending.push({ schema: childSchema, value: childValue, place: { parent: place, key } });
    }
    reverseFrom(pending, first);
  }
}

function* children(
  structure: Structure,
  value: unknown,
): Generator<[key: string | number, schema: z.core.$ZodType, value: unknown]> {
  if (structure.kind === 'array') {
    if (!Array.isArray(value)) return;
    for (const [index, item] of value.entries()) {
      const schema = structure.items[index] ?? structure.rest;
      if (schema !== undefined) yield [index, schema, item];
    }
  } else if (isRecord(value) && structure.kind !== 'leaf') {
    for (const key of Object.keys(value)) {
      const schema = fieldSchema(structure, key);
      if (schema !== undefined) yield [key, schema, value[key]];
    }
  }
}

function fieldSchema(
  structure: Structure & { kind: 'object' | 'record' },
  key: string,
): z.core.$ZodType | undefined {
  if (structure.kind === 'record') return structure.values;
  return Object.hasOwn(structure.shape, key) ? structure.shape[key] : structure.rest;
}

function pathTo(place: Place | undefined): Path {
  const path: Path = [];
  for (let at = place; at !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}

/** The stack gives back what was pushed last; reversing one node's children keeps the order of the document. */
function reverseFrom(items: unknown[], start: number): void {
  for (let low = start, high = items.length - 1; low < high; low += 1, high -= 1) {
    [items[low], items[high]] = [items[high], items[low]];
  }
}
