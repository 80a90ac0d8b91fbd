import { UsageError } from '../errors.ts';
import type { Dialect } from './dialect.ts';
import { isObject, type JsonObject } from './json.ts';

/** What reads a prompt: an endpoint, by the form of its requests, or an application behind a cluster's driver proxy. */
export type LlmTarget = Dialect | 'app';

/** What the workspace reads, wherever the model's own fields stand. */
const outerFields: readonly string[] = ['usage_context', 'client_request_id', 'stream'];

/**
 * The body that asks by the signature of LangChain's `Databricks` LLM: `request` is one object with a `prompt`, maybe texts to
 * `stop` at, and whatever else the model takes. Custom models get it as their one row, chat models as a user's message,
 * completions and apps as it is.
 * @throws UsageError for embeddings, which answer no prompt
 */
export function llmBody(request: JsonObject, target: LlmTarget): JsonObject {
  const { prompt, ...rest } = request;
  switch (target) {
    case 'rows': {
      const isOuter = ([key]: readonly [string, unknown]): boolean => outerFields.includes(key);
      const fields = Object.entries(request);
      const row = Object.fromEntries(fields.filter((field) => !isOuter(field)));
      return { dataframe_records: [row], ...Object.fromEntries(fields.filter(isOuter)) };
    }
    case 'chat':
      return { messages: [{ role: 'user', content: prompt }], ...rest };
    case 'chat-agent':
      return { messages: [{ role: 'user', content: prompt }], ...without(rest, ['stop']) };
    case 'responses': {
      const { max_tokens: limit } = rest;
      return {
        input: [{ role: 'user', content: prompt }],
        ...without(rest, ['stop', 'max_tokens']),
        ...(limit === undefined ? {} : { max_output_tokens: limit }),
      };
    }
    case 'completions':
    case 'app':
      return request;
    case 'embeddings':
      throw new UsageError('an endpoint of embeddings answers no prompt', { hint: 'ask with --input TEXT' });
  }
}

const without = (fields: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));

/**
 * What a custom model answered to `llmBody`, as LangChain hands it to `transform_output_fn`: of predictions the first, where
 * they are a list; any other body as it came, which an app's answer is.
 */
export function llmAnswer(body: unknown): unknown {
  if (!isObject(body) || !('predictions' in body)) return body;
  const { predictions } = body;
  return Array.isArray(predictions) ? (predictions[0] as unknown) : predictions;
}
