import type { Change } from '../plan/types.ts';
import { fieldLines, inlineValue } from './plan-value.ts';
import type { Cell } from './view.ts';

/** A line of text, in pieces of one tone each. */
export type Line = readonly Cell[];

/** What a difference is, as far as the tree is concerned. */
export type Difference = Pick<Change, 'path' | 'from' | 'to'> & { readonly note?: string };

/** Differences as a tree by their paths: what they have in common is written once. Each line begins with its mark. */
export function differenceTree(differences: readonly Difference[], indent: string): readonly Line[] {
  const root: Node = { children: new Map(), differences: [] };
  for (const difference of differences) {
    let node = root;
    for (const segment of segmentsOf(difference.path)) {
      let child = node.children.get(segment);
      if (!child) node.children.set(segment, (child = { children: new Map(), differences: [] }));
      node = child;
    }
    node.differences.push(difference);
  }
  return [...root.children].flatMap(([name, node]) => [...nodeLines(name, node, indent)]);
}

interface Node {
  readonly children: Map<string, Node>;
  readonly differences: Difference[];
}

function* nodeLines(name: string, node: Node, indent: string): Generator<Line> {
  // A node with nothing but one child shares the line with it.
  let label = name;
  let at = node;
  for (let only; (only = onlyChild(at)); at = only[1]) label = join(label, only[0]);
  for (const difference of at.differences) yield* leafLines(label, difference, indent);
  if (at.children.size === 0) return;
  yield [{ text: `  ${indent}${label}`, tone: 'dim' }];
  for (const [childName, child] of at.children) yield* nodeLines(childName, child, `${indent}  `);
}

function onlyChild({ children, differences }: Node): [string, Node] | undefined {
  if (children.size !== 1 || differences.length > 0) return undefined;
  const [only] = children;
  return only;
}

function* leafLines(label: string, { from, to, note }: Difference, indent: string): Generator<Line> {
  const remark: Line = note === undefined ? [] : [{ text: `  # ${note}`, tone: 'dim' }];
  if (from !== undefined && to !== undefined && isShort(from) && isShort(to)) {
    yield [
      { text: `~ ${indent}`, tone: 'yellow' },
      `${label}: `,
      { text: inlineValue(from), tone: 'red' },
      ' -> ',
      { text: inlineValue(to), tone: 'green' },
      ...remark,
    ];
    return;
  }
  const lines = [
    ...(from === undefined
      ? []
      : fieldLines(label, from).map((text) => ({ mark: '-', tone: 'red', text }) as const)),
    ...(to === undefined
      ? []
      : fieldLines(label, to).map((text) => ({ mark: '+', tone: 'green', text }) as const)),
  ];
  for (const [index, { mark, tone, text }] of lines.entries()) {
    yield [{ text: `${mark} ${indent}${text}`, tone }, ...(index === 0 ? remark : [])];
  }
}

const isShort = (value: Change['from']): boolean => typeof value !== 'object' || value === null;

const join = (parent: string, child: string): string =>
  child.startsWith('[') ? parent + child : `${parent}.${child}`;

/** `config.served_entities[gpt-4.1].name` in its parts; keys of items stand in brackets and may hold dots. */
export function segmentsOf(path: string): readonly string[] {
  const segments: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of path) {
    if (character === '[') {
      if (depth === 0 && current !== '') {
        segments.push(current);
        current = '';
      }
      depth += 1;
    }
    if (character === '.' && depth === 0) {
      if (current !== '') segments.push(current);
      current = '';
      continue;
    }
    current += character;
    if (character === ']') depth = Math.max(0, depth - 1);
  }
  return current === '' ? segments : [...segments, current];
}
