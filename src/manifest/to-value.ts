import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';

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
  const faults: NodeFault[] = [];
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const done = new Map<Node, { value: unknown; weight: number; height: number }>();
  let visited = 0;
  let budget = aliasBudget;
  let deepest = 0;
  let exploded = false;

  const convert = (node: Node | null | undefined, depth: number): unknown => {
    visited += 1;
    if (depth > deepest) deepest = depth;
    if (!node) return null;
    if (isAlias(node)) return follow(node, depth);
    if (!node.anchor) return convertPlain(node, depth);
    anchors.set(node.anchor, node);
    const before = visited;
    const outerDeepest = deepest;
    deepest = depth;
    const value = convertPlain(node, depth);
    done.set(node, { value, weight: visited - before + 1, height: deepest - depth });
    deepest = Math.max(deepest, outerDeepest);
    return value;
  };

  const convertPlain = (node: Node, depth: number): unknown => {
    if (isMap(node)) return convertMap(node, depth);
    if (isSeq(node)) return node.items.map((item) => convert(item as Node | null, depth + 1));
    return isScalar(node) ? node.value : null;
  };

  const follow = (alias: Node & { source: string }, depth: number): unknown => {
    const fail = (code: string, message: string, hint: string): null => {
      faults.push({ code, message, hint, node: alias });
      return null;
    };
    const target = anchors.get(alias.source);
    if (!target) {
      return fail(
        'unknown-alias',
        `the alias \`*${alias.source}\` has no anchor before it`,
        `write \`&${alias.source}\` at the value that it repeats`,
      );
    }
    const known = done.get(target);
    if (!known)
      return fail(
        'alias-cycle',
        `the alias \`*${alias.source}\` stands inside its own value`,
        'break the cycle',
      );
    budget -= known.weight;
    visited += known.weight;
    deepest = Math.max(deepest, depth + known.height);
    if (budget < 0 || depth + known.height > maxDepth) {
      if (exploded) return null;
      exploded = true;
      return fail(
        'alias-explosion',
        `the alias \`*${alias.source}\` makes the document too large`,
        'write the values out, or use fewer nested aliases',
      );
    }
    targets.set(alias, target);
    return known.value;
  };

  const convertMap = (map: YAMLMap, depth: number): Record<string, unknown> => {
    const value: Record<string, unknown> = {};
    const keys = new Map<string, Node>();
    const merges: Pair[] = [];
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) {
        merges.push(pair);
        continue;
      }
      const key = keyOf(pair.key as Node | null);
      if (key === undefined) continue;
      const earlier = keys.get(key);
      const keyNode = pair.key as Node;
      if (earlier) {
        faults.push({
          code: 'duplicate-key',
          message: `the key \`${key}\` stands here twice`,
          node: keyNode,
          earlier,
        });
      }
      keys.set(key, keyNode);
      value[key] = convert(pair.value as Node | null, depth + 1);
    }
    for (const pair of merges) mergeInto(value, pair, depth);
    return value;
  };

  const keyOf = (key: Node | null): string | undefined => {
    const scalar = isAlias(key) ? anchors.get(key.source) : key;
    if (key && isScalar(scalar) && !isAlias(scalar)) {
      if (scalar !== key) targets.set(key, scalar);
      if (scalar.anchor) {
        anchors.set(scalar.anchor, scalar);
        done.set(scalar, { value: scalar.value, weight: 1, height: 0 });
      }
      const text = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
      if (text !== '__proto__') return text;
      faults.push({ code: 'unknown-key', message: 'unknown key `__proto__`', hint: 'remove it', node: key });
    } else if (key) {
      faults.push({
        code: 'complex-key',
        message: 'a key is a list or a map',
        hint: 'keys are plain words',
        node: key,
      });
    }
    return undefined;
  };

  const mergeInto = (value: Record<string, unknown>, pair: Pair, depth: number): void => {
    const merged = convert(pair.value as Node | null, depth);
    for (const source of Array.isArray(merged) ? (merged as unknown[]) : [merged]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        const node = (pair.value ?? pair.key) as Node;
        if (faults.at(-1)?.node !== node) {
          faults.push({ code: 'bad-merge', message: 'only a map can be merged with `<<`', node });
        }
        return;
      }
      const entries = Object.entries(source);
      budget -= entries.length;
      for (const [key, item] of entries) if (!Object.hasOwn(value, key)) value[key] = item;
    }
  };

  const value = convert(root, 0);
  return { value, faults, targets };
}

/** `<<`, unquoted, merges (YAML 1.1's merge key, which the world kept using with 1.2). */
export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === undefined || key.type === Scalar.PLAIN);
