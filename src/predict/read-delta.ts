import { anthropicDelta } from './anthropic-events.ts';
import { contentOf, optionalId } from './content.ts';
import { counted, type Delta, finish, oneText, type TextDelta, type ToolCallDelta } from './delta.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';
import { responsesDelta } from './responses-events.ts';
import { geminiText } from './text-answers.ts';

/**
 * Reads one chunk by its shape: chat and completions (`choices`), Responses events (`type: response.…`), Anthropic events,
 * Gemini (`candidates`), chat agents (`delta` alone). Nothing where the shape is none of these; a chunk without
 * choices, as the one with the usage is, adds no text.
 */
export function readDelta(chunk: JsonObject): Delta | undefined {
  const { type } = chunk;
  if (Array.isArray(chunk['choices'])) return ofChoices(chunk);
  if (typeof type === 'string') return responsesDelta(type, chunk) ?? anthropicDelta(type, chunk);
  if (Array.isArray(chunk['candidates'])) return ofGemini(chunk);
  if (isObject(chunk['delta'])) return ofChatAgent(chunk['delta'], chunk);
  return undefined;
}

/** By hand, in one pass: nearly every chunk of nearly every stream comes this way. */
function ofChoices(chunk: JsonObject): Delta {
  const texts: TextDelta[] = [];
  const toolCalls: ToolCallDelta[] = [];
  let reasoning = '';
  let reason: unknown;
  for (const [at, choice] of objectsOf(chunk['choices']).entries()) {
    const index = typeof choice['index'] === 'number' ? choice['index'] : at;
    const text = readChoice(choice, index, toolCalls);
    if (text.text !== '') texts.push({ index, text: text.text });
    reasoning += text.reasoning;
    if (typeof reason !== 'string') reason = choice['finish_reason'];
  }
  return { texts, reasoning, toolCalls, ...finish(reason), ...counted(chunk['usage']) };
}

function readChoice(choice: JsonObject, index: number, toolCalls: ToolCallDelta[]) {
  // A server that can't stream sends the whole message as its only chunk.
  const said = [choice['delta'], choice['message']].find(isObject) ?? {};
  const content = said['content'] ?? choice['text'];
  const { text, reasoning } =
    typeof content === 'string' ? { text: content, reasoning: '' } : contentOf(content);
  if (said['tool_calls']) toolCalls.push(...toolCallDeltas(said['tool_calls'], index));
  return {
    text: text === '' ? (stringOf(said['refusal']) ?? '') : text,
    reasoning: reasoning === '' ? (stringOf(said['reasoning_content']) ?? '') : reasoning,
  };
}

const toolCallDeltas = (calls: unknown, choice: number): readonly ToolCallDelta[] =>
  objectsOf(calls).map((call, at) => {
    const called = isObject(call['function']) ? call['function'] : {};
    const place = typeof call['index'] === 'number' ? call['index'] : at;
    return { key: `${choice}.${place}`, ...optionalId(call['id']), ...nameAndArguments(called) };
  });

const nameAndArguments = (called: JsonObject): { name?: string; arguments: string } => ({
  ...(typeof called['name'] === 'string' && called['name'] !== '' ? { name: called['name'] } : {}),
  arguments: stringOf(called['arguments']) ?? '',
});

function ofChatAgent(delta: JsonObject, chunk: JsonObject): Delta {
  // What a tool returned is told too, but it is not the answer.
  const text = delta['role'] === 'tool' ? '' : contentOf(delta['content']).text;
  return {
    texts: oneText(text),
    toolCalls: toolCallDeltas(delta['tool_calls'], 0),
    ...finish(chunk['finish_reason']),
    ...counted(chunk['usage']),
  };
}

function ofGemini(chunk: JsonObject): Delta {
  const candidates = objectsOf(chunk['candidates']);
  return {
    texts: candidates
      .map(({ content }, index) => ({ index, text: geminiText(content) }))
      .filter(({ text }) => text !== ''),
    ...finish(
      candidates.map((candidate) => candidate['finishReason']).find((reason) => typeof reason === 'string'),
    ),
    ...counted(chunk['usageMetadata']),
  };
}
