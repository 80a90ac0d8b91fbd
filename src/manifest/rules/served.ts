import type { ServedEntityInput } from '#schemas/api/served-entity.ts';
import type { ServedModelInput } from '#schemas/api/served-model.ts';
import type { Path } from '../locate.ts';
import { items, type PartialEndpoint, type Partly } from './rule.ts';

/** A served entity in either form, with the name that routes know it by. */
export interface Served {
  readonly path: Path;
  readonly kind: 'external' | 'custom' | 'unknown';
  /** The given name, else the one that the service will choose; undefined where that can't be known. */
  readonly name: string | undefined;
  readonly isNamed: boolean;
  readonly entity: Partly<ServedEntityInput>;
  /** The keys under which this form has the model's name and version. */
  readonly keys: { readonly name: string; readonly version: string };
}

const entityKeys = { name: 'entity_name', version: 'entity_version' };
const modelKeys = { name: 'model_name', version: 'model_version' };

/** What the endpoint serves, served models of the older form included. */
export function servedBy({ config }: PartialEndpoint): readonly Served[] {
  const served: Served[] = [];
  for (const [index, entity] of items(config?.served_entities)) {
    served.push(describe(entity, ['config', 'served_entities', index], entityKeys));
  }
  for (const [index, model] of items(config?.served_models)) {
    served.push(describe(asEntity(model), ['config', 'served_models', index], modelKeys));
  }
  return served;
}

function describe(entity: Partly<ServedEntityInput>, path: Path, keys: Served['keys']): Served {
  const kind = entity.external_model ? 'external' : entity.entity_name === undefined ? 'unknown' : 'custom';
  const isNamed = entity.name !== undefined;
  return { path, kind, name: entity.name ?? defaultName(entity), isNamed, entity, keys };
}

const asEntity = ({
  model_name,
  model_version,
  ...rest
}: Partly<ServedModelInput>): Partly<ServedEntityInput> => ({
  ...rest,
  entity_name: model_name,
  entity_version: model_version,
});

/**
 * The name that the service gives an entity without one: an external model's own, `.` and `:` turned into `-`; else the
 * last part of the model's name, and its version (Databricks bundle reference, system table `served_entities`).
 */
function defaultName({
  external_model,
  entity_name,
  entity_version,
}: Partly<ServedEntityInput>): string | undefined {
  if (external_model) return external_model.name?.replaceAll(/[.:]/g, '-');
  if (entity_name === undefined || entity_version === undefined) return undefined;
  return `${entity_name.slice(entity_name.lastIndexOf('.') + 1)}-${entity_version}`;
}

/** How a message names an entity. */
export const nameOf = ({ name, path }: Served): string =>
  name === undefined ? `item ${Number(path.at(-1)) + 1} of \`${String(path.at(-2))}\`` : `\`${name}\``;
