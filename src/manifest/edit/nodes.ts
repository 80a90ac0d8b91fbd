import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { Path } from '../locate.ts';
import { isMergeKey, keyName } from '../to-value.ts';

interface NewNode {
  readonly node: Node;
  /** Printed above it. */
  readonly remark?: string;
}

/** Puts a node at a place; a list that ends before it grows by one. Maps and lists that lead there are made. */
export function setAt(document: Document, at: Path, { node, remark }: NewNode): void {
  const holder = holderOf(document, at);
  const last = at.at(-1);
  // `{}` and `[]` have no room for a line.
  if (holder.items.length === 0) holder.flow = false;
  if (isSeq(holder)) {
    holder.items[Math.min(Number(last), holder.items.length)] = node;
  } else {
    const pair = pairOf(holder, last);
    if (pair) {
      keepComment(pair.value as Node | null, node);
      pair.value = node;
    } else {
      holder.set(document.createNode(last), node);
    }
    const key = pairOf(holder, last)?.key;
    if (remark !== undefined && key) key.commentBefore = ` ${remark}`;
  }
}

/** Takes away what stands at a place, with its comments. */
export function removeAt(document: Document, at: Path): void {
  const holder = holderOf(document, at);
  const last = at.at(-1);
  if (isSeq(holder)) holder.items.splice(Number(last), 1);
  else {
    unmerge(document, holder);
    const pair = pairOf(holder, last);
    if (pair) holder.items.splice(holder.items.indexOf(pair), 1);
  }
}

/** Puts the items of a list into an order; those that it doesn't name go. */
export function arrange(document: Document, at: Path, order: readonly number[]): void {
  const list = child(document, holderOf(document, at), at.at(-1) ?? 0);
  if (!isSeq(list)) return;
  const items = [...list.items];
  const [first] = items;
  if (isNode(first) && list.commentBefore) {
    // What stands above the first item is read as the list's.
    first.commentBefore = list.commentBefore;
    delete list.commentBefore;
  }
  list.items = order.flatMap((index) => (index < items.length ? [items[index]] : []));
}

/** The map or list that holds the last part of a path, with nothing shared on the way: to change it changes nothing else. */
function holderOf(document: Document, at: Path): YAMLMap<Node> | YAMLSeq {
  let holder = collection(document, document.contents, at[0]);
  if (holder !== document.contents) document.contents = holder;
  for (const [depth, segment] of at.slice(0, -1).entries()) {
    const found = child(document, holder, segment);
    const next = collection(document, found, at[depth + 1]);
    if (next !== found) put(document, holder, segment, next);
    holder = next;
  }
  return holder;
}

function collection(
  document: Document,
  node: unknown,
  segment: string | number | undefined,
): YAMLMap<Node> | YAMLSeq {
  if (isMap<Node>(node) || isSeq(node)) {
    detach(document, node);
    return node;
  }
  return typeof segment === 'number' ? new YAMLSeq() : new YAMLMap<Node>();
}

function put(
  document: Document,
  holder: YAMLMap<Node> | YAMLSeq,
  segment: string | number,
  node: Node,
): void {
  if (isSeq(holder)) holder.items[Number(segment)] = node;
  else {
    const pair = pairOf(holder, segment);
    if (pair) pair.value = node;
    else holder.set(document.createNode(segment), node);
  }
}

function child(document: Document, holder: YAMLMap<Node> | YAMLSeq, segment: string | number): unknown {
  if (isMap(holder) && !pairOf(holder, segment)) unmerge(document, holder);
  const node: unknown = isSeq(holder) ? holder.items[Number(segment)] : pairOf(holder, segment)?.value;
  if (!isAlias(node)) return node;
  const copy = copyOf(document, node);
  put(document, holder, segment, copy);
  return copy;
}

const pairOf = (map: YAMLMap<Node>, segment: string | number | undefined): Pair<Node> | undefined =>
  // The last of several wins, as in the value.
  map.items.findLast(({ key }) => isScalar(key) && !isMergeKey(key) && keyName(key) === String(segment));

/** Other places that repeat a node by an alias get copies of it. */
function detach(document: Document, node: YAMLMap<Node> | YAMLSeq): void {
  const { anchor } = node;
  if (anchor === undefined) return;
  visit(document, {
    Alias: (_, alias) => (alias.source === anchor ? copyOf(document, alias) : undefined),
  });
  delete node.anchor;
}

function copyOf(document: Document, alias: Alias): Node {
  const copy = alias.resolve(document)?.clone() as Node | undefined;
  if (!copy) return alias;
  visit(copy, {
    Node: (_, node) => {
      if (!isAlias(node)) delete node.anchor;
    },
  });
  return copy;
}

/** Writes out what a map takes over by `<<`. */
function unmerge(document: Document, map: YAMLMap<Node>): void {
  for (const merge of map.items.filter(({ key }) => isMergeKey(key))) {
    const value: unknown = merge.value;
    const sources = isSeq(value) ? value.items : [value];
    const at = map.items.indexOf(merge);
    const taken: Pair<Node>[] = [];
    for (const source of sources) {
      const inner = isAlias(source) ? copyOf(document, source) : source;
      if (!isMap<Node>(inner)) continue;
      unmerge(document, inner);
      for (const pair of inner.items) {
        const name = isScalar(pair.key) ? keyName(pair.key) : undefined;
        const isThere = pairOf(map, name) ?? taken.find(({ key }) => isScalar(key) && keyName(key) === name);
        if (name !== undefined && !isThere) taken.push(pair);
      }
    }
    map.items.splice(at, 1, ...(taken as never[]));
  }
}

/** A comment at the end of a line belongs to the key: it stays when the value changes. */
function keepComment(before: Node | null, after: Node): void {
  if (isScalar(before) && isScalar(after) && before.comment) after.comment = before.comment;
}
