import { hasSecretReference, isVariable } from './texts.ts';
import { parseSecretReference } from '#schemas/secret-reference.ts';
import type { PartialEndpoint, RuleFinding } from './rule.ts';
import { type Served, servedBy } from './served.ts';

/** What served entities say about their machines. */
export function* capacityRules(document: PartialEndpoint): Generator<RuleFinding> {
  for (const served of servedBy(document)) {
    yield* sizeOrConcurrency(served);
    yield* ranges(served);
    yield* modelUnits(served);
    yield* environment(served);
  }
}

function* sizeOrConcurrency({ entity, path }: Served): Generator<RuleFinding> {
  if (entity.workload_size === undefined) return;
  for (const key of ['min_provisioned_concurrency', 'max_provisioned_concurrency'] as const) {
    if (entity[key] === undefined) continue;
    yield {
      code: 'size-and-concurrency',
      path: [...path, key],
      part: 'key',
      message: `\`${key}\` and \`workload_size\` exclude each other`,
      hint: 'a size is a range of concurrency: keep one of the two',
    };
  }
}

function* ranges({ entity, path }: Served): Generator<RuleFinding> {
  for (const what of ['concurrency', 'throughput'] as const) {
    const min = entity[`min_provisioned_${what}`];
    const max = entity[`max_provisioned_${what}`];
    if (min !== undefined && max !== undefined && min > max) {
      yield {
        code: 'inverted-range',
        path: [...path, `min_provisioned_${what}`],
        message: `the smallest ${what}, ${min}, is more than the largest, ${max}`,
        hint: 'swap the two values',
      };
    }
  }
  for (const key of ['min_provisioned_concurrency', 'max_provisioned_concurrency'] as const) {
    const value = entity[key];
    if (value === undefined || value % 4 === 0) continue;
    yield {
      code: 'concurrency-step',
      path: [...path, key],
      message: `concurrency comes in multiples of 4, and ${value} is none`,
      hint: `write ${Math.ceil(value / 4) * 4}`,
    };
  }
}

/** Families that are sold in model units alone (Databricks provisioned-throughput docs; databricks-sdk-py#1081). */
const soldInUnits = /\b(llama[-_]?4|gpt[-_]oss)/i;

function* modelUnits({ entity, path }: Served): Generator<RuleFinding> {
  if (entity.burst_scaling_enabled !== undefined && entity.provisioned_model_units === undefined) {
    yield {
      code: 'burst-without-units',
      path: [...path, 'burst_scaling_enabled'],
      part: 'key',
      message: '`burst_scaling_enabled` means nothing without `provisioned_model_units`',
      hint: 'remove it, or add `provisioned_model_units`',
    };
  }
  const max = entity.max_provisioned_throughput;
  if (max === undefined || entity.entity_name === undefined || !soldInUnits.test(entity.entity_name)) return;
  yield {
    code: 'throughput-not-eligible',
    path: [...path, 'max_provisioned_throughput'],
    part: 'key',
    message: 'this family of models takes no throughput in tokens per second',
    hint: 'reserve capacity by `provisioned_model_units`',
  };
}

const maxVariables = 30;

function* environment({ entity, path }: Served): Generator<RuleFinding> {
  const variables = Object.entries(entity.environment_vars ?? {});
  const surplus = variables[maxVariables];
  if (surplus) {
    yield {
      code: 'too-many-variables',
      path: [...path, 'environment_vars', surplus[0]],
      part: 'key',
      message: `${variables.length} environment variables; a served entity takes at most ${maxVariables}`,
      hint: 'put several settings into one variable, or into a file of the model',
    };
  }
  for (const [name, value] of variables) {
    if (value === undefined || !hasSecretReference(value) || isVariable(value)) continue;
    const reference = parseSecretReference(value);
    if (reference.ok) continue;
    const isPart = reference.problem === 'embedded';
    yield {
      code: isPart ? 'embedded-reference' : 'secret-reference',
      path: [...path, 'environment_vars', name],
      message: reference.message,
      hint: reference.hint,
    };
  }
}
