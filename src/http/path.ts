import { UsageError } from '../errors.ts';

/**
 * An absolute path with each value escaped as one segment: path`/api/2.0/serving-endpoints/${name}`.
 *
 * @throws UsageError for a value that could not come back as the segment it is: an empty one, `.` and `..`, which URL
 *   parsers on the way remove
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return strings.reduce((url, literal, index) => `${url}${segment(String(values[index - 1]))}${literal}`);
}

function segment(value: string): string {
  if (/^\.{0,2}$/.test(value)) {
    throw new UsageError(value === '' ? 'a name is empty' : `"${value}" cannot be a name`, {
      hint: 'name the thing to act on',
    });
  }
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw new UsageError('a name holds half of a surrogate pair, which cannot be sent', { cause });
  }
}

/** `path` with a query; a value that is undefined is left out, and a list is repeated. */
export function withQuery(
  base: string,
  query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = typeof value === 'object' ? value : [String(value)];
    return values.map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`);
  });
  if (pairs.length === 0) return base;
  return `${base}${base.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
