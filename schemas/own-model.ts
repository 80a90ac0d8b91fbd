/** The fields of a served entity that say whose model it is. */
interface ModelFields {
  readonly external_model?: unknown;
  readonly entity_name?: unknown;
  readonly max_provisioned_throughput?: unknown;
  readonly min_provisioned_throughput?: unknown;
  readonly provisioned_model_units?: unknown;
}

/** Whether a served entity is a model of one's own; what has throughput is a foundation model, perhaps a tuned one. */
export const isOwnModel = (entity: ModelFields): boolean =>
  entity.external_model === undefined &&
  typeof entity.entity_name === 'string' &&
  !entity.entity_name.startsWith('system.ai.') &&
  entity.max_provisioned_throughput === undefined &&
  entity.min_provisioned_throughput === undefined &&
  entity.provisioned_model_units === undefined;
