import * as z from 'zod';
import { type Field, metadataOf } from '#schemas/fields.ts';
import { knownValues } from '#schemas/open-enum.ts';
import { lookUp, structureOf } from '#schemas/structure.ts';
import { fieldTraits } from '#schemas/traits.ts';
import { pythonSdk } from '../../plan/policies/sources.ts';
import { policiesOf } from '../../plan/policy.ts';
import type { FieldPolicy } from '../../plan/policy-row.ts';

export interface FieldExplanation {
  readonly kind: 'field';
  readonly field: string;
  readonly description: string;
  readonly type: string;
  readonly required: boolean;
  /** The known values of an enumeration. */
  readonly values?: readonly string[];
  readonly limits: readonly string[];
  readonly default?: string | number | boolean;
  readonly deprecated: boolean;
  /** No answer of the service shows it. */
  readonly write_only: boolean;
  /** The fields of a map. */
  readonly keys?: readonly string[];
  /** Whether another value may be set later. */
  /** Where the field is known from. */
  readonly source: string;
  readonly changes: { readonly allowed: boolean; readonly why?: string; readonly source?: string };
  /** The rows of the field policy about it. */
  readonly compared: readonly Pick<FieldPolicy, 'id' | 'kind' | 'why' | 'source'>[];
}

/** Everything that the schemas and the field policy know of a field. */
export function describeField({ path, pattern, schema, isRequired }: Field): FieldExplanation {
  const facts = z.toJSONSchema(schema as z.ZodType, { io: 'input' });
  const described = resolve(facts);
  const metadata = metadataOf(schema);
  const known = lookUp(knownValues, schema)?.values ?? enumeration(described);
  const policies = policiesOf(pattern);
  const byDefault = policies.find((row) => row.default !== undefined)?.default;
  const structure = structureOf(schema, undefined);
  return {
    kind: 'field',
    field: path,
    description: metadata.description ?? '',
    type: typeOf(described, structure.kind),
    required: isRequired,
    ...(known && { values: known }),
    limits: limitsOf(described),
    ...(byDefault !== undefined && { default: byDefault }),
    deprecated: metadata.deprecated === true,
    write_only: metadata['writeOnly'] === true,
    ...(structure.kind === 'object' && { keys: Object.keys(structure.shape) }),
    source: sourceOf(path),
    changes: changesOf(schema, policies),
    compared: policies.map(({ id, kind, why, source }) => ({ id, kind, why, source })),
  };
}

type Facts = Readonly<Record<string, unknown>>;

/** A noun of its own is a reference inside of its schema. */
function resolve(schema: Facts): Facts {
  const reference = schema['$ref'];
  const definitions = schema['$defs'] as Readonly<Record<string, Facts>> | undefined;
  return typeof reference === 'string'
    ? (definitions?.[reference.replace('#/$defs/', '')] ?? schema)
    : schema;
}

const enumeration = ({ enum: values, const: only }: Facts): readonly string[] | undefined =>
  Array.isArray(values) ? values.map(String) : typeof only === 'string' ? [only] : undefined;

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'integer',
  number: 'number',
};

function typeOf(facts: Facts, structure: string): string {
  switch (structure) {
    case 'array':
      return 'list';
    case 'object':
      return 'map of keys';
    case 'record':
      return 'map of any keys';
    default:
      return typeNames[String(facts['type'])] ?? 'text';
  }
}

function limitsOf(facts: Facts): readonly string[] {
  const limit = (keyword: string, say: (value: string) => string): readonly string[] => {
    const value = facts[keyword];
    const isTold =
      typeof value === 'number' ? Math.abs(value) < Number.MAX_SAFE_INTEGER : typeof value === 'string';
    return isTold ? [say(String(value))] : [];
  };
  return [
    ...limit('minimum', (value) => `at least ${value}`),
    ...limit('maximum', (value) => `at most ${value}`),
    ...limit('minLength', (value) => `at least ${value} characters`),
    ...limit('maxLength', (value) => `at most ${value} characters`),
    ...limit('pattern', (value) => `of the form ${value}`),
  ];
}

/** Fields that are no part of the API's create request; all of its own are in the SDK's dataclasses. */
const extensions: Readonly<Record<string, string>> = {
  permissions: 'Databricks CLI, permissions of a bundle resource',
  secrets: 'servectl, an extension of its own',
};

const sourceOf = (path: string): string => extensions[/^\w+/.exec(path)?.[0] ?? ''] ?? pythonSdk;

const sources = { documented: 'Databricks REST reference', tools: 'Databricks CLI' } as const;

function changesOf(schema: z.core.$ZodType, policies: readonly FieldPolicy[]): FieldExplanation['changes'] {
  const immutable = policies.find(({ kind, when }) => kind === 'immutable' && when === undefined);
  if (immutable) return { allowed: false, why: immutable.why, source: immutable.source };
  const createOnly = lookUp(fieldTraits, schema)?.createOnly;
  if (!createOnly) return { allowed: true };
  return {
    allowed: false,
    why: 'it is set when the endpoint is created; another value means another endpoint',
    source: sources[createOnly.source],
  };
}
