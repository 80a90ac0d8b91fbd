import * as z from 'zod';
import { closest } from './closest.ts';
import { isRecord, lookUp, structureOf, type Structure } from './structure.ts';
import { walk, type Path, type Visit } from './walk.ts';

/** A key that its schema does not know. */
export interface UnknownKey {
  /** Where it stands, the key itself last. */
  readonly path: Path;
  readonly key: string;
  /** What was probably meant, relative to the object that holds the key: `name`, `traffic_config.routes`. */
  readonly suggestion?: string;
  /** Where nothing comes near: the keys that can stand there, those that are to be left alone not among them. */
  readonly known?: readonly string[];
}

/**
 * Every key of `value` that `schema` does not know, in the order of the document. Objects are loose when they parse;
 * this is the pass that makes a person's input strict. Records and objects with a typed catch-all know every key.
 */
export function findUnknownKeys(schema: z.core.$ZodType, value: unknown): UnknownKey[] {
  const found: UnknownKey[] = [];
  for (const visit of walk(schema, value)) addUnknownKeys(visit, found);
  return found;
}

/** The unknown keys of one place are added to `found`: for whoever walks through a value for several reasons. */
export function addUnknownKeys({ structure, value, path: pathOf }: Visit, found: UnknownKey[]): void {
  if (structure.kind !== 'object' || structure.rest !== undefined || !isRecord(value)) return;
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(structure.shape, key)) continue;
    const suggestion = suggest(key, structure.shape);
    const path = [...pathOf(), key];
    found.push({
      path,
      key,
      ...(suggestion === undefined ? { known: usable(structure.shape) } : { suggestion }),
    });
  }
}

type Shape = (Structure & { kind: 'object' })['shape'];

/**
 * Names that people write for another one (seen in public declarations), where spelling alone does not lead there.
 * An entry counts only where the object knows the first part of what it suggests.
 */
const wrongNames: Readonly<Record<string, readonly string[]>> = {
  aws_bedrock_config: ['amazon_bedrock_config'],
  azure_config: ['openai_config'],
  azure_openai_config: ['openai_config'],
  bedrock_access_key_id: ['aws_access_key_id'],
  bedrock_config: ['amazon_bedrock_config'],
  bedrock_secret_access_key: ['aws_secret_access_key'],
  databricks_config: ['databricks_model_serving_config'],
  databricks_token: ['databricks_api_token'],
  env: ['environment_vars', 'from_env'],
  env_vars: ['environment_vars'],
  environment: ['environment_vars'],
  file: ['from_file'],
  gateway: ['ai_gateway'],
  google_config: ['google_cloud_vertex_ai_config'],
  model: ['entity_name'],
  model_name: ['entity_name'],
  model_serving_endpoints: ['resources.model_serving_endpoints'],
  model_version: ['entity_version'],
  permission_level: ['level'],
  serving_endpoints: ['model_serving_endpoints'],
  value: ['from_env'],
  vertex_ai_config: ['google_cloud_vertex_ai_config'],
  vertex_config: ['google_cloud_vertex_ai_config'],
};

function suggest(key: string, shape: Shape): string | undefined {
  const known = Object.keys(shape);
  return (
    fromTable(key, shape) ??
    known.find((candidate) => snakeCase(candidate) === snakeCase(key)) ??
    inChild(key, shape) ??
    closest(key, known) ??
    only(known.filter((candidate) => extendsName(candidate, key)))
  );
}

function fromTable(key: string, shape: Shape): string | undefined {
  const candidates = Object.hasOwn(wrongNames, key) ? wrongNames[key] : undefined;
  return candidates?.find((candidate) => {
    const [head = ''] = candidate.split('.');
    return Object.hasOwn(shape, head);
  });
}

/** `custom_provider_url` straight in `external_model` belongs into its `custom_provider_config`. */
function inChild(key: string, shape: Shape): string | undefined {
  const holders: string[] = [];
  for (const [name, field] of Object.entries(shape)) {
    if (isDeprecated(field)) continue;
    const structure = structureOf(field, {});
    const isList = structure.kind === 'array';
    const inner = isList && structure.rest !== undefined ? structureOf(structure.rest, {}) : structure;
    if (inner.kind === 'object' && Object.hasOwn(inner.shape, key)) {
      holders.push(`${name}${isList ? '[]' : ''}.${key}`);
    }
  }
  return only(holders);
}

const usable = (shape: Shape): readonly string[] =>
  Object.entries(shape).flatMap(([name, field]) => (isDeprecated(field) ? [] : [name]));

const isDeprecated = (field: Shape[string]): boolean => lookUp(z.globalRegistry, field)?.deprecated === true;

/** `api_key` for `openai_api_key`, `scale_to_zero` for `scale_to_zero_enabled`. */
const extendsName = (candidate: string, key: string): boolean =>
  candidate.endsWith(`_${key}`) || candidate.startsWith(`${key}_`);

const only = (candidates: readonly string[]): string | undefined =>
  candidates.length === 1 ? candidates[0] : undefined;

/** `scaleToZeroEnabled`, `scale-to-zero-enabled` and `SCALE_TO_ZERO_ENABLED` are one name. */
const snakeCase = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
