import { type OutputUnit, type SchemaDraft, Validator } from '@cfworker/json-schema';
import { UsageError } from '../../errors.ts';
import { parseJson } from '../../http/json-values.ts';
import { isObject, stringOf } from '../json.ts';
import type { Expectation, Observed } from './expectation.ts';
import { checkSchema } from './check-schema.ts';
import { quote } from './quote.ts';

/** The most places that are shown. */
const shownPlaces = 10;

/**
 * What the answer says fits a JSON Schema: its text, read as JSON, where it is one of texts, else its body.
 * @param file what the schema is called in messages
 * @throws UsageError for a schema that is neither an object nor a boolean, and for one that can't be applied
 */
export function expectSchema(file: string, schema: unknown): Expectation {
  if (!isObject(schema) && typeof schema !== 'boolean')
    throw new UsageError(`${file} is no JSON Schema: one is an object, or true or false`);
  if (isObject(schema)) checkSchema(schema, file);
  const validator = new Validator(schema, draftOf(schema), false);
  const unmet = (answer: Observed, what: string, places?: readonly string[]) => ({
    flag: '--expect-schema',
    expected: `${what} that fits ${file}`,
    got: quote(answer.isText ? answer.text : answer.body),
    ...(places && { places }),
  });
  return (answer) => {
    const value = answer.isText ? parseJson(answer.text) : answer.body;
    if (value === undefined) return unmet(answer, 'JSON');
    const places = misfits(validator, value, file);
    return places.length === 0 ? undefined : unmet(answer, answer.isText ? 'JSON' : 'a body', places);
  };
}

function misfits(validator: Validator, value: unknown, file: string): readonly string[] {
  const { valid, errors } = validate(validator, value, file);
  if (valid) return [];
  const places = telling(errors).map(
    ({ instanceLocation, error }) => `at ${instanceLocation.slice(1) || '/'}: ${lowerFirst(error)}`,
  );
  const more = places.length - shownPlaces;
  return more > 0 ? [...places.slice(0, shownPlaces), `and ${more} more`] : places;
}

/** A schema is itself no input that is checked: a reference to nothing shows only when it is followed. */
function validate(validator: Validator, value: unknown, file: string) {
  try {
    return validator.validate(value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UsageError(`${file} cannot be applied as a JSON Schema: ${reason}`, { cause });
  }
}

/** Keywords that only lead to a part of the value; what is wrong there is told by itself. */
const leading: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'],
  ...['items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'dependentSchemas', 'dependencies'],
  ...['allOf', '$ref', '$dynamicRef', '$recursiveRef', 'if', 'then', 'else'],
]);

/** Keywords with alternatives: why each of them does not fit says less than that none does. */
const choosing = /\/(?:anyOf|oneOf|not|contains)(?:\/|$)/;

/** The findings that say what is wrong, without those that only lead to them. */
function telling(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const found = errors.filter(({ keyword, keywordLocation }) => {
    const above = keywordLocation.slice(0, keywordLocation.lastIndexOf('/'));
    return keyword !== 'false' && !choosing.test(above);
  });
  return found.filter(
    ({ keyword, keywordLocation }) =>
      !leading.has(keyword) ||
      !found.some((other) => other.keywordLocation.startsWith(`${keywordLocation}/`)),
  );
}

function draftOf(schema: unknown): SchemaDraft {
  const named = (isObject(schema) ? stringOf(schema['$schema']) : undefined) ?? '';
  if (/draft-0[34]/.test(named)) return '4';
  if (/draft-0[67]/.test(named)) return '7';
  return named.includes('2019-09') ? '2019-09' : '2020-12';
}

const lowerFirst = (sentence: string): string =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
