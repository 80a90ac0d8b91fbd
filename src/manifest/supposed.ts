import type * as z from 'zod';
import { isRecord, structureOf } from '#schemas/structure.ts';
import type { UnknownKey } from '#schemas/unknown-keys.ts';
import { partAt, withPart } from './immutable.ts';
import type { Path } from './locate.ts';

/**
 * A value with its misspelt keys spelt as they were probably meant. A key that is there beside the misspelt one keeps
 * its value; the input itself where nothing had to be changed.
 */
export function spelt(value: unknown, unknownKeys: readonly UnknownKey[]): unknown {
  let result = value;
  for (const { path, suggestion } of unknownKeys) {
    // `list[].key` says what is meant, and not in which item.
    if (suggestion === undefined || !/^[\w-]+(?:\.[\w-]+)*$/.test(suggestion)) continue;
    const meant = suggestion.split('.');
    const parent = path.slice(0, -1);
    if (partAt(result, [...parent, ...meant]) !== undefined) continue;
    const written = partAt(result, path);
    result = withPart(
      withPart(result, path, undefined),
      [...parent, ...meant.slice(0, 1)],
      nested(meant.slice(1), written),
    );
  }
  return result;
}

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

/**
 * Something of the type that belongs at `path`, for what stands there in a wrong one: rules that miss it have nothing to
 * say of their own. Undefined where nothing is known of that place.
 */
export function placeholder(schema: z.ZodType, value: unknown, path: Path): unknown {
  let at: z.core.$ZodType | undefined = schema;
  let part = value;
  for (const segment of path) {
    if (at === undefined) return undefined;
    const structure = structureOf(at, part);
    part = partAt(part, [segment]);
    switch (structure.kind) {
      case 'object':
        at = structure.shape[segment] ?? structure.rest;
        break;
      case 'array':
        at = structure.items[Number(segment)] ?? structure.rest;
        break;
      case 'record':
        at = structure.values;
        break;
      case 'leaf':
        at = undefined;
    }
  }
  return at && emptyOf(at);
}

const leaves: Readonly<Record<string, unknown>> = { string: 'x', number: 1, int: 1, boolean: true };

/** The least that fits, with its lists: a map that has none of them would be missed in turn. */
function emptyOf(schema: z.core.$ZodType): unknown {
  for (const guess of [{}, []]) {
    const structure = structureOf(schema, guess);
    if (structure.kind === 'array' && Array.isArray(guess)) return guess;
    if (structure.kind === 'record' && isRecord(guess)) return guess;
    if (structure.kind === 'object' && isRecord(guess)) {
      const lists = Object.entries(structure.shape).filter(
        ([, field]) => structureOf(field, []).kind === 'array',
      );
      return Object.fromEntries(lists.map(([key]) => [key, []]));
    }
  }
  const structure = structureOf(schema, '');
  return structure.kind === 'leaf' ? leaves[structure.type] : undefined;
}
