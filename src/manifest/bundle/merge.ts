import { isRecord } from '#schemas/structure.ts';
import type { Located, Patch } from '../located.ts';
import type { Path } from '../locate.ts';

/** A part of a document, on its way into a value. */
export interface Placed {
  readonly source: Located;
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Lays what a target says over a value, as the Databricks CLI does: maps are joined key by key, lists are put one after
 * the other, anything else is replaced. What came from the target is told to `patch`.
 */
export function layOver(base: unknown, over: Placed, at: Path, patch: (patch: Patch) => void): unknown {
  const { source, path, value } = over;
  if (isRecord(base) && isRecord(value)) {
    const merged: Record<string, unknown> = { ...base };
    for (const [key, item] of Object.entries(value)) {
      const inner = { source, path: [...path, key], value: item };
      merged[key] = layOver(Object.hasOwn(base, key) ? base[key] : undefined, inner, [...at, key], patch);
    }
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(value)) {
    for (const index of value.keys()) {
      patch({ to: [...at, base.length + index], source, from: [...path, index] });
    }
    return [...(base as unknown[]), ...(value as unknown[])];
  }
  patch({ to: at, source, from: path });
  return value;
}
