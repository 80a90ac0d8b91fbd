import { dereference } from '@cfworker/json-schema';
import { UsageError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * Refuses a schema that can't be applied: for a reference to nothing, or a pattern that is no regular expression. The
 * validator meets them only where an answer leads it there, when that has been paid for.
 * @param file what the schema is called in messages
 * @throws UsageError
 */
export function checkSchema(schema: JsonObject, file: string): void {
  const parts = dereference(schema);
  for (const [place, part] of Object.entries(parts)) {
    const problem = isObject(part) ? problemOf(part, parts) : undefined;
    if (problem === undefined) continue;
    const at = decodeURIComponent(place.split('#')[1] ?? '');
    throw new UsageError(
      `${file} cannot be applied as a JSON Schema: at ${at === '' ? '/' : at}: ${problem}`,
    );
  }
}

function problemOf(part: JsonObject, parts: Readonly<Record<string, unknown>>): string | undefined {
  const { $ref: reference, pattern, patternProperties } = part;
  const target = part['__absolute_ref__'] ?? reference;
  if (typeof reference === 'string' && typeof target === 'string' && !Object.hasOwn(parts, target)) {
    return `'${reference}' refers to nothing in it`;
  }
  const patterns = [pattern, ...(isObject(patternProperties) ? Object.keys(patternProperties) : [])];
  const noPattern = patterns.filter((one) => typeof one === 'string').find((one) => !isPattern(one));
  return noPattern === undefined ? undefined : `'${noPattern}' is no regular expression`;
}

/** As the validator reads them (JSON Schema, "Regular Expressions": with the flag `u`). */
function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
