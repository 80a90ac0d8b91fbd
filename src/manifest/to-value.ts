import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';

/** How deep a document may nest, aliases followed. Manifests nest about ten levels. */
export const maxDepth = 100;

/** What is wrong with a node, before anything is known of endpoints. */
export interface NodeFault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly node: Node;
  /** The earlier place of a duplicate. */
  readonly earlier?: Node;
}

export interface Converted {
  readonly value: unknown;
  readonly faults: readonly NodeFault[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Node, Node>;
}

/**
 * The plain value of a YAML node, as YAML 1.2 with merge keys has it. In place of yaml's own `toJS` for three reasons:
 * duplicates are found in linear time and with both places, what aliases expand to is bounded where the alias stands, and
 * `__proto__` never becomes a key.
 * @param aliasBudget how many nodes all aliases together may stand for
 */
export function toValue(root: Node | null, aliasBudget: number): Converted {
  const conversion = new Conversion(aliasBudget);
  const value = conversion.convert(root, 0);
  return { value, faults: conversion.faults, targets: conversion.targets };
}

/** What is known of an anchored node once it has been converted. */
interface Anchored {
  readonly value: unknown;
  /** How many nodes it stands for, aliases followed. */
  readonly weight: number;
  readonly height: number;
}

class Conversion {
  readonly faults: NodeFault[] = [];
  readonly targets = new Map<Node, Node>();
  readonly #anchors = new Map<string, Node>();
  readonly #anchored = new Map<Node, Anchored>();
  #aliasBudget: number;
  #hasExploded = false;
  #visited = 0;
  #deepest = 0;

  constructor(aliasBudget: number) {
    this.#aliasBudget = aliasBudget;
  }

  convert(node: Node | null, depth: number): unknown {
    this.#visited += 1;
    if (depth > this.#deepest) this.#deepest = depth;
    if (!node) return null;
    if (isAlias(node)) return this.#follow(node, depth);
    return node.anchor === undefined ? this.#plain(node, depth) : this.#measured(node, node.anchor, depth);
  }

  #plain(node: Node, depth: number): unknown {
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.convert(item as Node | null, depth + 1));
    return isScalar(node) ? node.value : null;
  }

  #measured(node: Node, anchor: string, depth: number): unknown {
    this.#anchors.set(anchor, node);
    const visitedBefore = this.#visited;
    const deepestBefore = this.#deepest;
    this.#deepest = depth;
    const value = this.#plain(node, depth);
    const weight = this.#visited - visitedBefore + 1;
    this.#anchored.set(node, { value, weight, height: this.#deepest - depth });
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return value;
  }

  #follow(alias: Alias, depth: number): unknown {
    const name = `the alias \`*${alias.source}\``;
    const target = this.#anchors.get(alias.source);
    if (!target) {
      // It may be a secret that begins with an asterisk and lacks its quotes: the excerpt shows it, where it is none.
      return this.#fault({
        code: 'unknown-alias',
        message: 'this alias has no anchor before it',
        hint: 'write `&` and its name at the value that it repeats; a text that begins with `*` needs quotes',
        node: alias,
      });
    }
    const known = this.#anchored.get(target);
    if (!known) {
      const message = `${name} stands inside its own value`;
      return this.#fault({ code: 'alias-cycle', message, hint: 'break the cycle', node: alias });
    }
    this.#aliasBudget -= known.weight;
    if (this.#aliasBudget < 0 || depth + known.height > maxDepth) return this.#explode(alias, name);
    this.#visited += known.weight;
    this.#deepest = Math.max(this.#deepest, depth + known.height);
    this.targets.set(alias, target);
    return known.value;
  }

  /** Told once: after the first alias that is too much, all the others are. */
  #explode(alias: Alias, name: string): null {
    if (this.#hasExploded) return null;
    this.#hasExploded = true;
    const message = `${name} makes the document too large`;
    const hint = 'write the values out, or use fewer nested aliases';
    return this.#fault({ code: 'alias-explosion', message, hint, node: alias });
  }

  #map(map: YAMLMap, depth: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const keys = new Map<string, Node>();
    const merges: (Node | null)[] = [];
    for (const pair of map.items) {
      const node = pair.key as Node | null;
      if (isMergeKey(node)) {
        merges.push(pair.value as Node | null);
        continue;
      }
      const key = this.#key(node);
      if (key === undefined || !node) continue;
      const earlier = keys.get(key);
      if (earlier) {
        this.#fault({
          code: 'duplicate-key',
          message: `the key \`${key}\` stands here twice`,
          node,
          earlier,
        });
      }
      keys.set(key, node);
      value[key] = this.convert(pair.value as Node | null, depth + 1);
    }
    for (const merge of merges) this.#merge(value, merge, depth);
    return value;
  }

  /** Fills in what isn't there yet: a key of the map itself wins, and the first of several maps. */
  #merge(into: Record<string, unknown>, source: Node | null, depth: number): void {
    const value = this.convert(source, depth);
    const node = isAlias(source) ? this.targets.get(source) : source;
    // An alias without a target has been told.
    if (!node) return;
    if (isSeq(node)) {
      for (const item of node.items) this.#merge(into, item as Node | null, depth + 1);
    } else if (isMap(node)) {
      for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
        if (!Object.hasOwn(into, key)) into[key] = item;
      }
    } else {
      this.#fault({ code: 'bad-merge', message: 'only a map can be merged with `<<`', node: source ?? node });
    }
  }

  #key(node: Node | null): string | undefined {
    if (!node) return undefined;
    const scalar = isAlias(node) ? this.#anchors.get(node.source) : node;
    if (!isScalar(scalar)) {
      this.#fault({
        code: 'complex-key',
        message: 'a key is a list or a map',
        hint: 'keys are plain words',
        node,
      });
      return undefined;
    }
    if (scalar !== node) this.targets.set(node, scalar);
    else if (scalar.anchor !== undefined) this.#measured(scalar, scalar.anchor, 0);
    const key = keyName(scalar);
    if (key !== '__proto__') return key;
    this.#fault({ code: 'unknown-key', message: 'unknown key `__proto__`', hint: 'remove it', node });
    return undefined;
  }

  #fault(fault: NodeFault): null {
    this.faults.push(fault);
    return null;
  }
}

/** A key as it was written: `1.0` is not the key `1`. */
export const keyName = (scalar: Scalar): string =>
  typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));

/** `<<`, unquoted, merges (YAML 1.1's merge key, which the world kept using with 1.2). */
export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === undefined || key.type === Scalar.PLAIN);
