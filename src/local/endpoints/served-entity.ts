import { flag, integer, message, text, textMap, type Decoded } from '../decode.ts';
import { invalidParameter } from '../http/api-fault.ts';
import type { EntityRecord } from '../store/records.ts';
import { externalModel, readExternalModel } from './external-model.ts';
import { requireName } from './names.ts';

/** Sizes and the like, which travel as they are. `burst_scaling_enabled` is taken and never told again. */
const capacity = {
  workload_size: text,
  workload_type: text,
  scale_to_zero_enabled: flag,
  min_provisioned_concurrency: integer,
  max_provisioned_concurrency: integer,
  min_provisioned_throughput: integer,
  max_provisioned_throughput: integer,
  provisioned_model_units: integer,
  burst_scaling_enabled: flag,
  environment_vars: textMap,
  instance_profile_arn: text,
};

export const servedEntity = message({
  name: text,
  entity_name: text,
  entity_version: text,
  external_model: externalModel,
  ...capacity,
});

export const servedModel = message({ name: text, model_name: text, model_version: text, ...capacity });

export type ServedEntity = Decoded<typeof servedEntity>;

/** The older form of an entity, in the newer words. */
export function fromServedModel({
  model_name,
  model_version,
  ...rest
}: Decoded<typeof servedModel>): ServedEntity {
  if (!model_name) throw invalidParameter("Missing required field 'model_name' of served_models.");
  if (!model_version) throw invalidParameter("Missing required field 'model_version' of served_models.");
  return { ...rest, entity_name: model_name, entity_version: model_version };
}

export interface EntityContext {
  readonly creator: string;
  readonly now: number;
  readonly seal: (plain: string) => string;
}

/** An entity as it is kept, about to be deployed. @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function readServedEntity(sent: ServedEntity, context: EntityContext): EntityRecord {
  const base = {
    creator: context.creator,
    creation_timestamp: context.now,
    deployment: 'DEPLOYMENT_CREATING',
    deployment_state_message: '',
    ...(sent.environment_vars && { environment_vars: environment(sent.environment_vars) }),
  } as const;
  if (sent.external_model) {
    refuseBesideExternalModel(sent);
    const model = readExternalModel(sent.external_model, context.seal);
    const name = requireName(sent.name ?? model.name.replaceAll(/[.:]/g, '-'), 'Served entity name');
    return { ...base, name, external_model: model, sizing: {} };
  }
  const { entity_name, entity_version } = sent;
  if (!entity_name) {
    throw invalidParameter("One of 'entity_name' and 'external_model' must be set on a served entity.");
  }
  return {
    ...base,
    name: requireName(sent.name ?? defaultName(entity_name, entity_version), 'Served entity name'),
    entity_name,
    ...(entity_version !== undefined && { entity_version }),
    sizing: sizing(sent, entity_name),
  };
}

function defaultName(entityName: string, version: string | undefined): string {
  const last = entityName.slice(entityName.lastIndexOf('.') + 1);
  return version ? `${last}-${version}` : last;
}

function environment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(variables).length > 30) {
    throw invalidParameter('At most 30 environment variables are allowed per served entity.');
  }
  return variables;
}

const besideExternalModel = [
  'entity_name',
  'entity_version',
  'workload_size',
  'workload_type',
  'scale_to_zero_enabled',
  'min_provisioned_concurrency',
  'max_provisioned_concurrency',
] as const;

const throughput = [
  'min_provisioned_throughput',
  'max_provisioned_throughput',
  'provisioned_model_units',
] as const;

function refuseBesideExternalModel(sent: ServedEntity): void {
  // Even a zero is refused here (observed: terraform-provider-databricks#3676).
  if (throughput.some((field) => sent[field] !== undefined)) {
    throw invalidParameter('Provisioned throughput is not supported for external models.');
  }
  const field = besideExternalModel.find((name) => sent[name] !== undefined);
  if (field) throw invalidParameter(`'${field}' can't be set together with 'external_model'.`);
}

const echoed = [
  'workload_size',
  'workload_type',
  'min_provisioned_concurrency',
  'max_provisioned_concurrency',
  ...throughput,
  'instance_profile_arn',
] as const;

function sizing(sent: ServedEntity, entityName: string): EntityRecord['sizing'] {
  const { min_provisioned_concurrency: fewest, max_provisioned_concurrency: most } = sent;
  const concurrency = fewest !== undefined || most !== undefined;
  const provisioned = throughput.some((field) => sent[field] !== undefined);
  if (concurrency && sent.workload_size !== undefined) {
    throw invalidParameter("'workload_size' can't be set together with provisioned concurrency.");
  }
  requireOrder(fewest, most, 'provisioned_concurrency');
  requireOrder(sent.min_provisioned_throughput, sent.max_provisioned_throughput, 'provisioned_throughput');
  if (sent.scale_to_zero_enabled === undefined && !provisioned) {
    // Observed: terraform-provider-databricks#4064.
    throw invalidParameter(`'scale_to_zero_enabled' must be set for the custom model '${entityName}'.`);
  }
  return {
    ...(!concurrency && { workload_size: 'Small' }),
    workload_type: 'CPU',
    ...Object.fromEntries(
      echoed.flatMap((field) => (sent[field] === undefined ? [] : [[field, sent[field]]])),
    ),
    // A foundation model with provisioned throughput doesn't scale to zero, whatever was asked for (observed: terraform-provider-databricks#5467).
    scale_to_zero_enabled: !provisioned && sent.scale_to_zero_enabled === true,
  };
}

function requireOrder(least: number | undefined, most: number | undefined, what: string): void {
  if (Math.min(least ?? 0, most ?? 0) < 0) throw invalidParameter(`'${what}' can't be negative.`);
  if (least !== undefined && most !== undefined && least > most) {
    throw invalidParameter(`'min_${what}' can't be greater than 'max_${what}'.`);
  }
}
