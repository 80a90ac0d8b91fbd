/** The keys of a JSON value, at any depth, that are not written in the API's way: `took_ms`. */
export function foreignKeys(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(foreignKeys);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(key) ? [] : [key]),
    ...foreignKeys(part),
  ]);
}
