import { isObject, type JsonObject } from './json.ts';

/** The form in which an endpoint is asked. */
export type Dialect = 'chat' | 'chat-agent' | 'responses' | 'completions' | 'embeddings' | 'rows';

/** The four ways in which a request hands rows to a custom model; exactly one of them stands in a body. */
export const rowsKeys = ['dataframe_records', 'dataframe_split', 'instances', 'inputs'] as const;
export type RowsKey = (typeof rowsKeys)[number];

/**
 * What a task asks for: `llm/v1/chat`, `agent/v2/chat`, `agent/v1/responses`, … Custom models and feature endpoints have no
 * task, or one of their own, and take rows. Undefined where the task is not known.
 */
export function dialectOfTask(task: string | undefined): Dialect | undefined {
  if (task === undefined) return undefined;
  if (task === 'agent/v2/chat') return 'chat-agent';
  const kind = task.slice(task.lastIndexOf('/') + 1);
  return kind === 'chat' || kind === 'responses' || kind === 'completions' || kind === 'embeddings'
    ? kind
    : 'rows';
}

/** What a body that somebody else made is asked in; undefined where its form doesn't tell. */
export function dialectOfBody(body: JsonObject): Dialect | undefined {
  if ('messages' in body) return 'chat';
  if ('prompt' in body) return 'completions';
  if (rowsKeys.some((key) => key in body)) return 'rows';
  const { input } = body;
  // A text or a list of texts is what embeddings and the Responses API both take.
  return Array.isArray(input) && input.some(isObject) ? 'responses' : undefined;
}
