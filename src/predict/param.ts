import { UsageError } from '../errors.ts';

/**
 * Reads `KEY=VALUE`. A value that is JSON takes its type (`0.2`, `true`, `null`, `["a"]`, `{"type":"text"}`, `"12"`), any
 * other is a string. The first `=` divides, so a value may hold more of them.
 *
 * @throws UsageError where there is no `=` or no key
 */
export function parseParam(text: string, flag = '--param'): readonly [key: string, value: unknown] {
  const [key, value] = divide(text, flag);
  return [key, parseValue(value)];
}

function divide(text: string, flag: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) {
    const example = flag === '--param' ? 'temperature=0.2' : 'team=search';
    throw new UsageError(`'${text}' is not KEY=VALUE`, { hint: `for example ${flag} ${example}` });
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

/**
 * Reads several, in order.
 *
 * @param flag that they were given by, for messages
 * @throws UsageError where a key comes twice
 */
export const parseParams = (texts: readonly string[], flag = '--param'): Readonly<Record<string, unknown>> =>
  once(
    texts.map((text) => parseParam(text, flag)),
    (key) => `a list is one value: ${flag} '${key}=["a","b"]'`,
  );

/** Reads several whose values are texts, whatever they look like. Throws as `parseParams` does. */
export const parseTextParams = (texts: readonly string[], flag: string): Readonly<Record<string, string>> =>
  once(texts.map((text) => divide(text, flag)));

function once<T>(
  entries: readonly (readonly [key: string, value: T])[],
  hint: (key: string) => string | undefined = () => undefined,
): Readonly<Record<string, T>> {
  const params = new Map<string, T>();
  for (const [key, value] of entries) {
    if (params.has(key)) {
      const advice = hint(key);
      throw new UsageError(`parameter '${key}' is given twice`, advice === undefined ? {} : { hint: advice });
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
