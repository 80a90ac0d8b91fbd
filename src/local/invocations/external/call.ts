import type { JsonObject } from '../../models/answer.ts';
import type { EndpointRecord, EntityRecord, ExternalModelRecord } from '../../store/records.ts';

/** One call to the provider behind a served entity. */
export interface ExternalCall {
  readonly endpoint: EndpointRecord;
  readonly entity: EntityRecord;
  readonly model: ExternalModelRecord;
  /** As the client sent it. */
  readonly body: JsonObject;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** How a refusal names the entity: two of them may stand behind one endpoint. */
export const place = ({ endpoint, entity }: Pick<ExternalCall, 'endpoint' | 'entity'>): string =>
  `the served entity '${entity.name}' of endpoint '${endpoint.name}'`;

/** A provider's block as it is stored; what it holds was checked when it was put. */
export function block(model: ExternalModelRecord, key: string): JsonObject {
  const value = model[key];
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

/** A field that is there and not empty. */
export function text(config: JsonObject, field: string): string | undefined {
  const value = config[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
