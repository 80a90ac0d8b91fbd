import { isRecord } from '#schemas/structure.ts';
import { part } from '../circumstances.ts';
import { policiesOf, structure } from '../policy.ts';

type Json = Record<string, unknown>;

/**
 * The document with the lists sorted whose order means nothing: answers give them in any order, and a file that is
 * exported again should only differ where the endpoint does. With fallbacks the order of entities has a meaning.
 */
export function sortLists(document: Json): Json {
  const keepsEntities = part(document, 'ai_gateway', 'fallback_config', 'enabled') === true;
  return sorted(document, '') as Json;

  function sorted(value: unknown, pattern: string): unknown {
    if (isRecord(value)) {
      const below = ([key, item]: [string, unknown]) =>
        [key, sorted(item, pattern === '' ? key : `${pattern}.${key}`)] as const;
      return Object.fromEntries(Object.entries(value).map(below));
    }
    if (!Array.isArray(value)) return value;
    const items = (value as unknown[]).map((item) => sorted(item, `${pattern}[*]`));
    if (keepsEntities && pattern === 'config.served_entities') return items;
    if (!policiesOf(pattern).some(({ kind }) => kind === 'unordered')) return items;
    const keyOf = structure.keyOf(pattern) ?? ((item: unknown) => [JSON.stringify(item)]);
    return items
      .map((item) => ({ item, key: keyOf(item) }))
      .sort((one, other) => compareKeys(one.key, other.key))
      .map(({ item }) => item);
  }
}

function compareKeys(one: readonly string[], other: readonly string[]): number {
  for (const [index, text] of one.entries()) {
    const against = other[index] ?? '';
    if (text !== against) return text < against ? -1 : 1;
  }
  return one.length - other.length;
}
