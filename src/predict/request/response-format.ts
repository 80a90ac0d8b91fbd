import { UsageError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * The `response_format` that asks for answers which fit a JSON schema. What already is one stays, as does what stands in
 * one (`{name, schema}`).
 * @param fallbackName names a schema that has no title: the API wants a name of letters, digits, `_` and `-`
 * @throws UsageError where the value is no schema
 */
export function schemaFormat(value: unknown, fallbackName: string): JsonObject {
  if (!isObject(value)) {
    throw new UsageError('a response format is a JSON schema, which is an object', {
      hint: 'for example {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}',
    });
  }
  if (typeof value['type'] === 'string' && formats.includes(value['type'])) return flatToNested(value);
  const isNamed = typeof value['name'] === 'string' && isObject(value['schema']);
  const title = typeof value['title'] === 'string' ? value['title'] : fallbackName;
  return {
    type: 'json_schema',
    json_schema: isNamed ? value : { name: schemaName(title), schema: value, ...strictness(value) },
  };
}

/** Providers refuse to be strict about a schema that lets other properties in (OpenAI's structured outputs). */
const strictness = (schema: JsonObject): { strict?: true } =>
  schema['additionalProperties'] === false ? { strict: true } : {};

const formats: readonly string[] = ['json_schema', 'json_object', 'text'];

/** The Responses API's `{type, name, schema}` in chat's form. */
function flatToNested(format: JsonObject): JsonObject {
  const { type, ...flat } = format;
  return isObject(flat['schema']) ? { type, json_schema: flat } : format;
}

const schemaName = (text: string): string => {
  const name = text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '');
  return name === '' ? 'answer' : name.slice(0, 64);
};

/** Chat's response format as the Responses API has it, in `text.format`. */
export function textFormat({ type, json_schema: nested }: JsonObject): JsonObject {
  return { format: { type, ...(isObject(nested) ? nested : {}) } };
}
