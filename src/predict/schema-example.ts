import { isObject, type JsonObject, objectsOf } from './json.ts';

/** How deep schemas are followed; one that refers to itself ends there. */
const maxDepth = 12;

/** Texts that fit a `format` of JSON Schema. */
const formats: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  time: '12:00:00Z',
  'date-time': '2026-01-31T12:00:00Z',
  uuid: '00000000-0000-0000-0000-000000000000',
  byte: 'AA==',
  binary: 'AA==',
  email: 'name@example.com',
  uri: 'https://example.com',
};

/**
 * A value that fits a JSON schema: its example, default, constant or first choice, else the simplest of its type: 0, false,
 * "string", one item, an object with the fields that are required (all, where none is).
 * @param document what `$ref` refers into
 */
export const schemaExample = (schema: unknown, document: unknown): unknown => example(schema, document, 0);

function example(schema: unknown, document: unknown, depth: number): unknown {
  if (!isObject(schema) || depth > maxDepth) return null;
  const inner = (one: unknown): unknown => example(one, document, depth + 1);
  if (typeof schema['$ref'] === 'string') return inner(resolve(schema['$ref'], document));
  const given = givenExample(schema);
  if (given !== undefined) return given;
  const parts = objectsOf(schema['allOf']);
  if (parts.length > 0) return inner(merged(schema, parts, document));
  const [form] = [schema['oneOf'], schema['anyOf']].flatMap(objectsOf).filter(({ type }) => type !== 'null');
  if (form) return inner(form);
  return ofType(schema, inner);
}

function ofType(schema: JsonObject, inner: (one: unknown) => unknown): unknown {
  const types: unknown = schema['type'];
  const type: unknown = Array.isArray(types) ? types.find((one) => one !== 'null') : types;
  switch (type) {
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    case 'boolean':
      return false;
    case 'null':
      return null;
    case 'string':
      return (typeof schema['format'] === 'string' ? formats[schema['format']] : undefined) ?? 'string';
    case 'array':
      return items(schema, inner);
    default:
      if (isObject(schema['properties'])) return fields(schema, schema['properties'], inner);
      if (Array.isArray(schema['prefixItems']) || schema['items'] !== undefined) return items(schema, inner);
      return type === 'object' ? {} : null;
  }
}

function items(schema: JsonObject, inner: (one: unknown) => unknown): unknown {
  const { prefixItems, items: item } = schema;
  if (Array.isArray(prefixItems)) return prefixItems.map(inner);
  // Of columns each has its place in a row, so all of them are named.
  if (isObject(item) && Array.isArray(item['enum'])) return item['enum'];
  return isObject(item) ? [inner(item)] : [];
}

function fields(schema: JsonObject, properties: JsonObject, inner: (one: unknown) => unknown): JsonObject {
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const isShown = ([key, property]: readonly [string, unknown]): boolean =>
    required.length === 0 ||
    required.includes(key) ||
    (isObject(property) && givenExample(property) !== undefined);
  return Object.fromEntries(
    Object.entries(properties)
      .filter(isShown)
      .map(([key, property]) => [key, inner(property)]),
  );
}

function givenExample(schema: JsonObject): unknown {
  const { examples, enum: choices } = schema;
  // OpenAPI's own `examples` are objects with a `value`; JSON Schema's are a list.
  const listed: unknown = Array.isArray(examples) ? examples[0] : undefined;
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  return [schema['example'], listed, schema['default'], schema['const'], first].find(
    (value) => value !== undefined && fits(value, schema),
  );
}

/**
 * Documents of Databricks put the example of a table beside the object that holds it, and defaults of numbers as texts:
 * what is not of the schema's type is no example of it.
 */
function fits(value: unknown, schema: JsonObject): boolean {
  const { properties, type } = schema;
  if (isObject(value)) {
    return !isObject(properties) || Object.keys(value).every((key) => Object.hasOwn(properties, key));
  }
  if (type === 'number' || type === 'integer') return typeof value === 'number';
  if (type === 'boolean' || type === 'string') return typeof value === type;
  return type === 'array' ? Array.isArray(value) : type !== 'object';
}

const merged = (schema: JsonObject, parts: readonly JsonObject[], document: unknown): JsonObject => {
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'allOf'));
  const all: readonly JsonObject[] = [own, ...parts.map((part) => deref(part, document))];
  const under = (key: string): readonly JsonObject[] => all.map((one) => one[key]).filter(isObject);
  const required = all.flatMap((one) =>
    Array.isArray(one['required']) ? (one['required'] as unknown[]) : [],
  );
  const properties: JsonObject = Object.assign({}, ...under('properties')) as JsonObject;
  return { ...(Object.assign({}, ...all) as JsonObject), properties, required };
};

const deref = (schema: JsonObject, document: unknown): JsonObject => {
  const target = typeof schema['$ref'] === 'string' ? resolve(schema['$ref'], document) : schema;
  return isObject(target) ? target : {};
};

/** What a `#/components/schemas/Name` refers to; nothing for references out of the document. */
function resolve(reference: string, document: unknown): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value: unknown, key) => (isObject(value) ? value[key] : undefined), document);
}
