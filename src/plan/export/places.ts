import { isRecord } from '#schemas/structure.ts';
import type { DocumentPath } from '../types.ts';

type Container = Record<string | number, unknown>;

/** Puts a value at a place of a document; the maps and lists that lead there are made. */
export function put(document: Record<string, unknown>, at: DocumentPath, value: unknown): void {
  let here: Container = document;
  for (const [index, segment] of at.slice(0, -1).entries()) {
    const next: unknown = Object.hasOwn(here, segment) ? here[segment] : undefined;
    here = (next ?? (here[segment] = typeof at[index + 1] === 'number' ? [] : {})) as Container;
  }
  const last = at.at(-1);
  if (last !== undefined) here[last] = value;
}

/** The value without the places of lists that nothing was put at. */
export function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value))
    return (value as unknown[]).filter((item) => item !== undefined).map(withoutHoles);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutHoles(item)]));
}
