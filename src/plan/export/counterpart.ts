import { part } from '../circumstances.ts';
import { isEqual } from '../compare.ts';
import { structure } from '../policy.ts';
import type { DocumentPath } from '../types.ts';
import type { BothSides } from './types.ts';

/** Where the exported document has what the other one has at `at`; items of lists are found by their keys. */
export function counterpart(at: DocumentPath, { desired, wanted }: BothSides): DocumentPath | undefined {
  const found: (string | number)[] = [];
  let pattern = '';
  for (const [depth, segment] of at.entries()) {
    if (typeof segment === 'string') {
      found.push(segment);
      pattern = pattern === '' ? segment : `${pattern}.${segment}`;
      continue;
    }
    const item = valueOf(desired, at.slice(0, depth + 1));
    const index = indexOf(valueOf(wanted, found), pattern, item);
    if (index === -1) return undefined;
    found.push(index);
    pattern += '[*]';
  }
  return valueOf(wanted, found) === undefined ? undefined : found;
}

/** Where the exported document has an item that the other one lacks. */
export function itemLike(
  list: DocumentPath,
  { from }: { readonly from: unknown },
  sides: BothSides,
): DocumentPath | undefined {
  const path = counterpart(list, sides);
  if (!path) return undefined;
  // Lists with keys stand in no other list.
  const index = indexOf(valueOf(sides.wanted, path), list.join('.'), from);
  return index === -1 ? undefined : [...path, index];
}

function indexOf(list: unknown, pattern: string, item: unknown): number {
  const keyOf = structure.keyOf(pattern);
  if (!Array.isArray(list) || !keyOf || item === undefined) return -1;
  const key = keyOf(item);
  return (list as unknown[]).findIndex((each) => each !== undefined && isEqual(keyOf(each), key));
}

const valueOf = (value: unknown, path: DocumentPath): unknown => part(value, ...path.map(String));
