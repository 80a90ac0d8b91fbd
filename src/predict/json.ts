import { isObject, type JsonObject } from '../http/json-values.ts';

export { isObject, type JsonObject };

/** The objects among the items of a list; nothing where it is no list. */
export const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

export const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
