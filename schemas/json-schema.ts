import * as z from 'zod';
import { knownValues } from './open-enum.ts';
import { isRecord } from './structure.ts';
import { fieldTraits } from './traits.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface JsonSchemaOptions {
  readonly title: string;
  /** True for what people write in files, where `${…}` may stand in place of any scalar. */
  readonly variables: boolean;
  /** True where unknown keys are legal: some requests are passed on to models that know more than this program. */
  readonly open?: boolean;
}

/**
 * The JSON Schema (draft 2020-12) that editors check a document with. Stricter than parsing, as people's input is
 * checked: objects are closed, and a secret reference must look like one.
 */
export function toJsonSchema(schema: z.ZodType, options: JsonSchemaOptions): JsonSchema {
  const { $schema, $ref, $defs, ...rest } = z.toJSONSchema(schema, { io: 'input', override: enrich });
  const definitions = new Map(Object.entries($defs ?? {}));
  const rootName = $ref?.replace('#/$defs/', '');
  const root = (rootName === undefined ? undefined : definitions.get(rootName)) ?? rest;
  if (rootName !== undefined) definitions.delete(rootName);
  return {
    $schema,
    title: options.title,
    ...rewriteObject(root, options),
    ...(definitions.size > 0 && {
      $defs: Object.fromEntries([...definitions].map(([name, each]) => [name, rewriteObject(each, options)])),
    }),
  };
}

/** What a reference field may hold in an editor's eyes: a reference, or a variable that may become one. */
const referencePattern = String.raw`^\{\{secrets/[^/{}\s]+/[^/{}\s]+\}\}$|\$\{[^{}]+\}`;

/** Adds what zod does not know of: the known values of open enumerations, and the form of secret references. */
function enrich({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const known = knownValues.get(zodSchema);
  if (known !== undefined) {
    delete jsonSchema.type;
    jsonSchema.anyOf = [{ enum: [...known.values] }, { type: 'string' }];
  }
  if (fieldTraits.get(zodSchema)?.secret === 'reference') jsonSchema.pattern = referencePattern;
}

/** Rewrites a schema and all that it holds. `properties` maps names to schemas, and is no schema itself. */
function rewriteObject(schema: object, options: JsonSchemaOptions): Record<string, unknown> {
  const rewritten: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (isImplied(keyword, value)) continue;
    if (keyword === 'properties' && isRecord(value)) {
      rewritten[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, rewrite(each, options)]),
      );
    } else {
      rewritten[keyword] = rewrite(value, options);
    }
  }
  if (rewritten['type'] === 'object' && isEmpty(rewritten['additionalProperties'])) {
    if (options.open === true) delete rewritten['additionalProperties'];
    else rewritten['additionalProperties'] = false;
  }
  return options.variables ? permitVariable(rewritten) : rewritten;
}

function rewrite(value: unknown, options: JsonSchemaOptions): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => rewrite(item, options));
  return isRecord(value) ? rewriteObject(value, options) : value;
}

/** The limits of a safe integer, and that keys are strings. */
const isImplied = (keyword: string, value: unknown): boolean =>
  (keyword === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
  (keyword === 'minimum' && value === Number.MIN_SAFE_INTEGER) ||
  (keyword === 'propertyNames' && isRecord(value) && value['type'] === 'string');

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;

/** Keywords that describe a value in place of limiting it. */
const annotations: ReadonlySet<string> = new Set([
  'description',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
]);

/** `${NAME}` takes the place of a whole number or boolean, and of any part of a text. */
function permitVariable(schema: Record<string, unknown>): Record<string, unknown> {
  const pattern = variablePattern(schema);
  if (pattern === undefined) return schema;
  const notes: Record<string, unknown> = {};
  const limits: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    (annotations.has(keyword) ? notes : limits)[keyword] = value;
  }
  return { ...notes, anyOf: [limits, { type: 'string', pattern }] };
}

function variablePattern(schema: Readonly<Record<string, unknown>>): string | undefined {
  switch (schema['type']) {
    case 'boolean':
    case 'integer':
    case 'number':
      return String.raw`^\$\{[^{}]+\}$`;
    case 'string': {
      const isLimited = ['pattern', 'enum', 'minLength', 'maxLength'].some((keyword) =>
        Object.hasOwn(schema, keyword),
      );
      return isLimited && schema['pattern'] !== referencePattern ? String.raw`\$\{[^{}]+\}` : undefined;
    }
    default:
      return undefined;
  }
}
