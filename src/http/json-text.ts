const texts = new WeakMap<object, string>();

/**
 * The value of a JSON text, which `jsonText` gives back to the letter as long as the value is handed on: numbers that no
 * JavaScript number holds, `1.0` and `1e400` among them, stay as they were written.
 * @throws SyntaxError where the text is no JSON
 */
export function parseKept(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null) texts.set(value, text);
  return value;
}

/** `object` with further fields; what it was written as stays where none of them is in it already. */
export function withFields<T extends object, U extends object>(object: T, fields: U): T & U {
  const extended = { ...object, ...fields };
  const text = texts.get(object)?.trimEnd();
  const isNew = Object.keys(fields).every((key) => !Object.hasOwn(object, key));
  if (text?.endsWith('}') && isNew) {
    const added = jsonText(fields).slice(1);
    const comma = Object.keys(object).length > 0 && added !== '}' ? ',' : '';
    texts.set(extended, `${text.slice(0, -1)}${comma}${added}`);
  }
  return extended;
}

/** `{[key]: items}`, in which the items that `parseKept` gave, or all of their list, stay as they were written. */
export function listUnder<T>(key: string, items: readonly T[]): Readonly<Record<string, readonly T[]>> {
  const body = { [key]: items };
  if (
    texts.has(items) ||
    items.some((item) => typeof item === 'object' && item !== null && texts.has(item))
  ) {
    const list = texts.get(items) ?? `[${items.map(jsonText).join(',')}]`;
    texts.set(body, `{${JSON.stringify(key)}:${list}}`);
  }
  return body;
}

/** As `JSON.stringify`; a value of `parseKept` as it was written. */
export const jsonText = (value: unknown): string =>
  (typeof value === 'object' && value !== null ? texts.get(value) : undefined) ?? JSON.stringify(value);
