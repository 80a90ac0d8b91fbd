import type { Path } from './locate.ts';

/**
 * A copy of `value` with the part at `path` replaced; everything beside the path is shared with the original.
 * `undefined` removes a key of a map, and leaves a hole's place in a list, so that indexes keep their meaning.
 */
export function withPart(value: unknown, path: Path, part: unknown): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return part;
  if (Array.isArray(value)) {
    return (value as unknown[]).map((item, index) => (index === segment ? withPart(item, rest, part) : item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy = { ...value } as Record<string, unknown>;
  const replaced = withPart(copy[segment], rest, part);
  if (replaced === undefined) Reflect.deleteProperty(copy, segment);
  else copy[segment] = replaced;
  return copy;
}

/** The part of `value` at `path`, or undefined. Keys are own keys only. */
export function partAt(value: unknown, path: Path): unknown {
  let part = value;
  for (const segment of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, segment)) return undefined;
    part = (part as Record<string | number, unknown>)[segment];
  }
  return part;
}
