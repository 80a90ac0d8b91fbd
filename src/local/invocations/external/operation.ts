import { ApiFault, invalidParameter } from '../../http/api-fault.ts';
import type { JsonObject } from '../../models/answer.ts';
import type { Dialect } from '../../models/local-echo.ts';
import { place, type ExternalCall } from './call.ts';

export interface Operation {
  /** Below the base of an OpenAI-compatible API. */
  readonly path: 'chat/completions' | 'completions' | 'embeddings';
  /** The field without which a body is no request of this kind. */
  readonly requires: 'messages' | 'prompt' | 'input';
}

const operations: Readonly<Record<string, Operation>> = {
  'llm/v1/chat': { path: 'chat/completions', requires: 'messages' },
  'llm/v1/completions': { path: 'completions', requires: 'prompt' },
  'llm/v1/embeddings': { path: 'embeddings', requires: 'input' },
};

/**
 * What is asked of the provider: the model's task says so, whatever path the client used.
 * @throws ApiFault 400 where the body is not of that task; 501 for a task that is not forwarded
 */
export function operationOf(call: ExternalCall, dialect: Dialect): Operation {
  const { task } = call.model;
  const operation = operations[task];
  if (operation === undefined) {
    throw new ApiFault(
      501,
      'NOT_IMPLEMENTED',
      `The local workspace does not forward the task '${task}' of ${place(call)}, only ${Object.keys(operations).join(', ')}.`,
    );
  }
  if (dialect === 'responses' || !(operation.requires in call.body)) {
    throw invalidParameter(
      `The endpoint '${call.endpoint.name}' has the task '${task}', which expects '${operation.requires}'` +
        (dialect === 'responses' ? ' and does not answer the Responses API.' : '.'),
    );
  }
  return operation;
}

/** Fields that Databricks itself reads; a strict provider refuses them. */
const databricksFields: ReadonlySet<string> = new Set([
  'usage_context',
  'client_request_id',
  'extra_params',
  'databricks_options',
  'custom_inputs',
  'context',
]);

/**
 * The body for the provider: the model's own name in place of the endpoint's, and without what only Databricks reads.
 * `extra_params` are further fields whose values are all strings by their type: those that read as JSON scalars
 * (`"0.5"`, `"true"`) become these. They never replace a field that the client sent itself.
 */
export function providerBody({ body, model }: Pick<ExternalCall, 'body' | 'model'>): JsonObject {
  const own = Object.entries(body).filter(([field]) => !databricksFields.has(field));
  const given = body['extra_params'];
  const extra = Object.entries(typeof given === 'object' && given !== null ? given : {}).map(
    ([field, value]): [string, unknown] => [field, scalar(value)],
  );
  return { ...Object.fromEntries(extra), ...Object.fromEntries(own), model: model.name };
}

function scalar(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?)$/.test(value) ? (JSON.parse(value) as unknown) : value;
}
