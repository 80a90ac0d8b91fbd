import { isObject, type JsonObject } from './json.ts';

/**
 * One answer of several calls for embeddings: the first one's fields, the vectors numbered through, each count of the usage
 * added up.
 */
export function joinEmbeddings(bodies: readonly unknown[]): unknown {
  const answers = bodies.filter(isObject);
  const [first] = answers;
  const parts = answers.map(({ data }) => data).filter((data) => Array.isArray(data));
  // What is no answer of embeddings has no meaning joined: the parts are shown as they are.
  if (first === undefined || parts.length < bodies.length) return bodies;
  const data: unknown[] = [];
  for (const part of parts) {
    const start = data.length;
    for (const [at, item] of (part as readonly unknown[]).entries()) {
      data.push(isObject(item) ? { ...item, index: start + indexOf(item, at) } : item);
    }
  }
  const usages = answers.map(({ usage }) => usage).filter(isObject);
  return { ...first, data, ...(usages.length === 0 ? {} : { usage: sum(usages) }) };
}

const indexOf = ({ index }: JsonObject, at: number): number => (typeof index === 'number' ? index : at);

function sum(usages: readonly JsonObject[]): JsonObject {
  const total: Record<string, unknown> = {};
  for (const usage of usages) {
    for (const [name, count] of Object.entries(usage)) {
      const before = total[name];
      total[name] = typeof count === 'number' && typeof before === 'number' ? before + count : count;
    }
  }
  return total;
}
