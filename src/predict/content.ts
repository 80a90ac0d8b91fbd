import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';

/** A function that the model asks for; `arguments` is JSON text, as the model wrote it. */
export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: string;
}

/** What a message says, apart by sort. */
export interface Content {
  readonly text: string;
  /** A summary of the model's reasoning, where it gives one. */
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
}

/**
 * Reads the `content` of a message: a string, null beside tool calls, or a list of parts. Reasoning models answer in
 * parts; of those `text`, `output_text` and `refusal` are the answer. Parts of other sorts (images, …) have no text.
 */
export function contentOf(content: unknown): Content {
  if (typeof content === 'string') return { text: content, reasoning: '', toolCalls: [] };
  const parts = objectsOf(content);
  return {
    text: parts.map(textOfPart).join(''),
    reasoning: parts.map(reasoningOfPart).join(''),
    toolCalls: parts.filter(({ type }) => type === 'tool_use').map(anthropicToolCall),
  };
}

function textOfPart(part: JsonObject): string {
  if (part['type'] === 'refusal') return stringOf(part['refusal']) ?? '';
  const isText = part['type'] === 'text' || part['type'] === 'output_text' || part['type'] === undefined;
  return (isText ? stringOf(part['text']) : undefined) ?? '';
}

/** `{type: reasoning, summary: [{text}]}` of Databricks and the Responses API, `{type: thinking, thinking}` of Anthropic. */
function reasoningOfPart(part: JsonObject): string {
  if (part['type'] === 'thinking') return stringOf(part['thinking']) ?? '';
  return part['type'] === 'reasoning' ? summaryOf(part) : '';
}

/** The text of a reasoning item's `summary`; encrypted summaries have none. */
export const summaryOf = (item: JsonObject): string =>
  objectsOf(item['summary'])
    .map(({ text }) => stringOf(text) ?? '')
    .join('');

const anthropicToolCall = (part: JsonObject): ToolCall => ({
  ...optionalId(part['id']),
  name: stringOf(part['name']) ?? '',
  arguments: JSON.stringify(part['input'] ?? {}),
});

/** Reads `tool_calls` of a chat message. */
export const toolCallsOf = (toolCalls: unknown): readonly ToolCall[] =>
  objectsOf(toolCalls).map((call) => {
    const called = isObject(call['function']) ? call['function'] : {};
    return {
      ...optionalId(call['id']),
      name: stringOf(called['name']) ?? '',
      arguments: stringOf(called['arguments']) ?? '',
    };
  });

export const optionalId = (id: unknown): { id?: string } => (typeof id === 'string' ? { id } : {});
