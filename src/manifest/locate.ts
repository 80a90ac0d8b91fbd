import { isAlias, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import { isMergeKey, keyName } from './to-value.ts';

export type Path = readonly (string | number)[];

/** A stretch of the text, as offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which part of an entry a finding is about: the key's name, or what stands after it. */
export type Part = 'key' | 'value';

/**
 * Where `path` stands in the text. What doesn't exist is placed at the nearest container that does; an indented
 * collection has no place for a caret of its own, so its key stands for it.
 */
export function locate(root: Node | null, path: Path, part: Part, targets: ReadonlyMap<Node, Node>): Span {
  let span = rootSpan(root);
  let node = followAlias(root, targets);
  for (const [depth, segment] of path.entries()) {
    const entry = entryOf(node, segment, targets);
    if (!entry) break;
    const isLast = depth === path.length - 1;
    const valueSpan = isBlock(entry.value) ? undefined : spanOf(entry.value);
    span = (isLast && part === 'key' ? undefined : valueSpan) ?? spanOf(entry.key) ?? valueSpan ?? span;
    node = followAlias(entry.value, targets);
  }
  return span;
}

interface Entry {
  /** The key of a map's entry; for an item of a list what it begins with. */
  readonly key: Node | null;
  readonly value: Node | null;
}

function entryOf(
  node: Node | null,
  segment: string | number,
  targets: ReadonlyMap<Node, Node>,
): Entry | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)] as Node | null | undefined;
    return item === undefined ? undefined : { key: firstToken(item), value: item };
  }
  if (!isMap(node)) return undefined;
  let merged: Entry | undefined;
  // The last of several wins, as in the value.
  for (let index = node.items.length - 1; index >= 0; index -= 1) {
    const pair = node.items[index];
    if (!pair) continue;
    const key = pair.key as Node | null;
    const value = pair.value as Node | null;
    if (isMergeKey(key)) merged = mergedEntry(value, segment, targets) ?? merged;
    else if (keyText(key, targets) === String(segment)) return { key, value };
  }
  return merged;
}

function mergedEntry(
  source: Node | null,
  segment: string | number,
  targets: ReadonlyMap<Node, Node>,
): Entry | undefined {
  const node = followAlias(source, targets);
  if (isMap(node)) return entryOf(node, segment, targets);
  if (!isSeq(node)) return undefined;
  for (const item of node.items) {
    const entry = mergedEntry(item as Node | null, segment, targets);
    if (entry) return entry;
  }
  return undefined;
}

const isBlock = (node: Node | null): boolean => isCollection(node) && node.flow !== true;

/** An item that is a map begins with its first key: `- name: x` points at `name`. */
function firstToken(item: Node | null): Node | null {
  if (!isCollection(item) || !isBlock(item)) return item;
  const first: unknown = item.items[0];
  const head = isMap(item)
    ? (first as { key: Node | null } | undefined)?.key
    : (first as Node | null | undefined);
  return head === item || !head ? item : firstToken(head);
}

function keyText(key: Node | null, targets: ReadonlyMap<Node, Node>): string | undefined {
  const scalar = followAlias(key, targets);
  return isScalar(scalar) ? keyName(scalar) : undefined;
}

const followAlias = (node: Node | null, targets: ReadonlyMap<Node, Node>): Node | null =>
  isAlias(node) ? (targets.get(node) ?? null) : node;

export function spanOf(node: Node | null): Span | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function rootSpan(root: Node | null): Span {
  const first = spanOf(root ? firstToken(root) : null);
  return first ?? { start: 0, end: 0 };
}
