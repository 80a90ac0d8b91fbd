import type { Path } from '../locate.ts';
import type { RuleCode } from './codes.ts';
import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { nameOf, type Served, servedBy } from './served.ts';
import { isVariable } from './texts.ts';

export function* entityRules(document: PartialEndpoint): Generator<RuleFinding> {
  const served = servedBy(document);
  yield* twoForms(document);
  yield* count(served);
  yield* uniqueNames(served);
  yield* oneKind(served);
  yield* oneTask(served);
  for (const each of served) yield* oneEntity(each);
  yield* routeOptimized(document, served);
}

function* twoForms({ config }: PartialEndpoint): Generator<RuleFinding> {
  if (!config?.served_entities || !config.served_models) return;
  yield {
    code: 'entities-and-models',
    path: ['config', 'served_models'],
    part: 'key',
    message: '`served_models` and `served_entities` exclude each other',
    hint: 'keep `served_entities`: `model_name` becomes `entity_name`, `model_version` becomes `entity_version`',
  };
}

/** The documented limit is 10; 15 has been seen to be the real one (databricks-sdk-py#1496). */
function* count(served: readonly Served[]): Generator<RuleFinding> {
  const eleventh = served[10];
  if (!eleventh) return;
  yield {
    code: 'too-many-entities',
    severity: served.length > 15 ? 'error' : 'warning',
    path: eleventh.path,
    part: 'key',
    message: `${served.length} served entities; the documented limit is 10, the highest seen is 15`,
    hint: 'split the entities over several endpoints',
  };
}

function* uniqueNames(served: readonly Served[]): Generator<RuleFinding> {
  const first = new Map<string, Served>();
  for (const each of served) {
    if (each.name === undefined) continue;
    const earlier = first.get(each.name);
    if (!earlier) {
      first.set(each.name, each);
      continue;
    }
    yield {
      code: 'duplicate-entity-name',
      path: each.isNamed ? [...each.path, 'name'] : each.path,
      part: each.isNamed ? 'value' : 'key',
      message: each.isNamed
        ? `another served entity has the name \`${each.name}\`, too`
        : `without a \`name\` this entity gets the name \`${each.name}\`, which another has, too`,
      hint: 'give each served entity a `name` of its own',
    };
  }
}

function* oneKind(served: readonly Served[]): Generator<RuleFinding> {
  const known = served.filter(({ kind }) => kind !== 'unknown');
  const odd = known.find(({ kind }) => kind !== known[0]?.kind);
  if (!odd) return;
  yield {
    code: 'mixed-entities',
    path: odd.path,
    part: 'key',
    message: 'external models and custom models cannot share an endpoint',
    hint: 'give each kind an endpoint of its own',
  };
}

function* oneTask(served: readonly Served[]): Generator<RuleFinding> {
  const tasks = served.filter(({ entity }) => entity.external_model?.task !== undefined);
  const task = tasks[0]?.entity.external_model?.task;
  for (const { path, entity } of tasks) {
    if (entity.external_model?.task === task) continue;
    yield {
      code: 'mixed-tasks',
      path: [...path, 'external_model', 'task'],
      message: `all external models of an endpoint have one task, and the first has \`${String(task)}\``,
      hint: 'give each task an endpoint of its own',
    };
  }
}

const customOnly = [
  'entity_name',
  'entity_version',
  'workload_size',
  'workload_type',
  'scale_to_zero_enabled',
] as const;
const throughputOnly = [
  'min_provisioned_throughput',
  'max_provisioned_throughput',
  'provisioned_model_units',
] as const;

function* oneEntity(served: Served): Generator<RuleFinding> {
  const { entity, path } = served;
  if (served.kind === 'external') {
    for (const key of customOnly) {
      if (entity[key] !== undefined) yield notWithExternal(path, key, 'external-model-exclusive');
    }
    // The server answers that provisioned throughput isn't supported, even for a 0 (terraform-provider-databricks#3676).
    for (const key of throughputOnly) {
      if (entity[key] !== undefined) yield notWithExternal(path, key, 'external-model-throughput');
    }
    return;
  }
  if (served.kind === 'unknown' && served.keys.name === 'entity_name') {
    yield {
      code: 'nothing-served',
      path,
      part: 'key',
      message: `${nameOf(served)} has neither \`entity_name\` nor \`external_model\``,
      hint: 'say what it serves by one of them',
    };
  }
  yield* version(served);
  if (
    entity.scale_to_zero_enabled === undefined &&
    served.keys.name === 'entity_name' &&
    entity.entity_version !== undefined &&
    throughputOnly.every((key) => entity[key] === undefined)
  ) {
    yield {
      code: 'scale-to-zero-unset',
      path,
      part: 'key',
      message: `${nameOf(served)} does not say whether it scales to zero; custom models have to`,
      hint: 'add `scale_to_zero_enabled: false`, or `true`',
    };
  }
}

const notWithExternal = (path: Path, key: string, code: RuleCode): RuleFinding => ({
  code,
  path: [...path, key],
  part: 'key',
  message: `\`${key}\` and \`external_model\` exclude each other`,
  hint: `remove \`${key}\`: the provider runs the model`,
});

/** All documented versions are numbers; aliases are resolved by other APIs (observed: dbx community threads). */
function* version({ entity, path, keys }: Served): Generator<RuleFinding> {
  const { entity_version: written } = entity;
  if (written === undefined || written === '' || /^\d+$/.test(written) || isVariable(written)) return;
  yield {
    code: 'version-alias',
    path: [...path, keys.version],
    message: `\`${keys.version}\` is no number; aliases and stages are not understood by model serving`,
    hint: 'write the number of the version, in quotes',
  };
}

function* routeOptimized(document: PartialEndpoint, served: readonly Served[]): Generator<RuleFinding> {
  if (document.route_optimized !== true || !served.some(({ kind }) => kind === 'external')) return;
  yield {
    code: 'route-optimized-external',
    path: ['route_optimized'],
    part: 'key',
    message: '`route_optimized` is for custom models and feature functions, not for external models',
    hint: 'remove `route_optimized`',
  };
}
