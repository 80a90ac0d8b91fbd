import { UsageError } from '../errors.ts';

/**
 * Reads `KEY=VALUE`. A value that is JSON takes its type (`0.2`, `true`, `null`, `["a"]`, `{"type":"text"}`, `"12"`), any
 * other is a string. The first `=` divides, so a value may hold more of them.
 *
 * @throws UsageError where there is no `=` or no key
 */
export function parseParam(text: string): readonly [key: string, value: unknown] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new UsageError(`'${text}' is not KEY=VALUE`, { hint: 'for example --param temperature=0.2' });
  }
  return [text.slice(0, at), parseValue(text.slice(at + 1))];
}

/**
 * Reads several, in order.
 *
 * @throws UsageError where a key comes twice
 */
export function parseParams(texts: readonly string[]): Readonly<Record<string, unknown>> {
  const params = new Map<string, unknown>();
  for (const [key, value] of texts.map(parseParam)) {
    if (params.has(key)) {
      throw new UsageError(`parameter '${key}' is given twice`, {
        hint: `a list is one value: --param '${key}=["a","b"]'`,
      });
    }
    params.set(key, value);
  }
  return Object.fromEntries(params);
}

function parseValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // An id of twenty digits is no number: reading it as one would change it.
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? text
      : value;
  } catch {
    return text;
  }
}
