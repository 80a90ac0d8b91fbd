import type * as z from 'zod';

type Schema = z.core.$ZodType;

/** What can stand inside a value of a schema, as far as walking down needs to know. */
export type Structure =
  | {
      readonly kind: 'object';
      readonly shape: Readonly<Record<string, Schema>>;
      /** The schema of keys that are not in the shape, where it says something about them. */
      readonly rest: Schema | undefined;
    }
  | { readonly kind: 'array'; readonly items: readonly Schema[]; readonly rest: Schema | undefined }
  | { readonly kind: 'record'; readonly values: Schema }
  | { readonly kind: 'leaf'; readonly type: string };

/** A schema's own definition, as a union that can be told apart by `type`. */
const defOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def;

/** The schema inside a wrapper (optional, nullable, default, pipe, lazy, …), if this is one. */
function unwrapOnce(schema: Schema): Schema | undefined {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
    case 'success':
      return def.innerType;
    case 'pipe':
      return def.in;
    case 'lazy':
      return def.getter();
    default:
      return undefined;
  }
}

/** The schema without its wrappers. */
export function unwrap(schema: Schema): Schema {
  let core = schema;
  for (let inner = unwrapOnce(core); inner !== undefined; inner = unwrapOnce(core)) core = inner;
  return core;
}

/** What a registry holds for a schema: on the schema itself, else on the nearest schema that it wraps. */
export function lookUp<T extends object>(registry: z.core.$ZodRegistry<T>, schema: Schema): T | undefined {
  for (let at: Schema | undefined = schema; at !== undefined; at = unwrapOnce(at)) {
    const found = registry.get(at);
    if (found !== undefined) return found as T;
  }
  return undefined;
}

/** Structures that are the same for each value; a document visits the same schemas over and over. */
const fixedStructures = new WeakMap<Schema, Structure>();

/** The structure of a schema for a given value: of a union, that of the option which fits the value best. */
export function structureOf(schema: Schema, value: unknown): Structure {
  const fixed = fixedStructures.get(schema);
  if (fixed) return fixed;
  const core = unwrap(schema);
  const structure = findStructure(core, value);
  const { type } = defOf(core);
  if (type !== 'union' && type !== 'intersection') fixedStructures.set(schema, structure);
  return structure;
}

function findStructure(core: Schema, value: unknown): Structure {
  const def = defOf(core);
  switch (def.type) {
    case 'object':
      return { kind: 'object', shape: def.shape, rest: meaningful(def.catchall) };
    case 'array':
      return { kind: 'array', items: [], rest: def.element };
    case 'tuple':
      return { kind: 'array', items: def.items, rest: def.rest ?? undefined };
    case 'record':
      return { kind: 'record', values: def.valueType };
    case 'intersection':
      return merge(structureOf(def.left, value), structureOf(def.right, value));
    case 'union':
      return bestOption(def.options, value);
    default:
      return { kind: 'leaf', type: def.type };
  }
}

/** A loose object lets unknown keys through without a word about them. */
function meaningful(catchall: Schema | undefined): Schema | undefined {
  if (catchall === undefined) return undefined;
  const { type } = defOf(catchall);
  return type === 'unknown' || type === 'any' || type === 'never' ? undefined : catchall;
}

function merge(left: Structure, right: Structure): Structure {
  if (left.kind !== 'object' || right.kind !== 'object') return left.kind === 'leaf' ? right : left;
  return { kind: 'object', shape: { ...left.shape, ...right.shape }, rest: left.rest ?? right.rest };
}

/** Looks at one level only, so that the choice costs the same however deep the value is. */
function bestOption(options: readonly Schema[], value: unknown): Structure {
  let best: Structure = { kind: 'leaf', type: 'union' };
  let bestFit = -1;
  for (const option of options) {
    const structure = structureOf(option, value);
    const fit = fitOf(structure, value);
    if (fit > bestFit) [best, bestFit] = [structure, fit];
  }
  return best;
}

function fitOf(structure: Structure, value: unknown): number {
  if (Array.isArray(value)) return structure.kind === 'array' ? 1 : -1;
  if (!isRecord(value)) return structure.kind === 'leaf' && structure.type === typeof value ? 1 : -1;
  if (structure.kind === 'record') return 1;
  if (structure.kind !== 'object') return -1;
  let fit = 1;
  for (const [key, field] of Object.entries(structure.shape)) {
    if (!Object.hasOwn(value, key)) continue;
    const def = defOf(unwrap(field));
    // A literal tells the options of a union apart.
    if (def.type !== 'literal') fit += 1;
    else if (def.values.some((literal) => literal === value[key])) fit += 1000;
    else return 0;
  }
  return fit;
}

/** A map of a JSON or YAML document. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
