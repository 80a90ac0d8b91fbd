import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';
import { createStreamReader } from './stream-reader.ts';

/**
 * The answer that the chunks of a stream are the pieces of, in the form in which it would have come whole: `choices` with
 * messages or texts, `messages` of a chat agent, `output` of the Responses API. Fields beside those are the latest seen.
 * Chunks of other forms are kept as a list.
 */
export function wholeAnswer(chunks: readonly JsonObject[]): unknown {
  const completed = chunks.findLast(
    ({ type, response }) =>
      /^responses?\.(completed|incomplete)$/.test(stringOf(type) ?? '') && isOutput(response),
  );
  if (completed) return completed['response'];
  if (chunks.some(({ choices }) => Array.isArray(choices))) return ofChoices(chunks);
  const reader = createStreamReader();
  const pieces = chunks.map((chunk) => reader.read(chunk));
  const whole = pieces.findLastIndex(({ answer }) => answer !== undefined);
  if (whole !== -1) return chunks[whole];
  const text = pieces.flatMap(({ texts }) => texts.map((one) => one.text)).join('');
  const { toolCalls } = reader.end();
  if (chunks.some(({ delta, type }) => isObject(delta) && type === undefined)) {
    const message = { role: 'assistant', content: text, ...toolCallFields(toolCalls) };
    return { ...fieldsBeside(chunks, ['delta']), messages: [message] };
  }
  if (chunks.some(({ type }) => stringOf(type)?.startsWith('response.'))) {
    const items = chunks.map(({ item }) => item).filter(isObject);
    const done = items.filter((item, at) => items.findLastIndex(({ id }) => id === item['id']) === at);
    const message = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] };
    return { object: 'response', output: done.length > 0 ? done : [message] };
  }
  return chunks;
}

const isOutput = (response: unknown): boolean =>
  isObject(response) && objectsOf(response['output']).length > 0;

type Call = ReturnType<ReturnType<typeof createStreamReader>['end']>['toolCalls'][number];

const toolCallFields = (calls: readonly Call[]): JsonObject =>
  calls.length === 0
    ? {}
    : {
        tool_calls: calls.map(({ id, name, arguments: given }) => ({
          ...(id === undefined ? {} : { id }),
          type: 'function',
          function: { name, arguments: given },
        })),
      };

/** The latest value of each field that says something, but for those that are put together. */
const fieldsBeside = (chunks: readonly JsonObject[], apart: readonly string[]): JsonObject =>
  Object.fromEntries(
    chunks
      .flatMap((chunk) => Object.entries(chunk))
      .filter(([key, value]) => !apart.includes(key) && value !== null),
  );

/** What is known of one of the answers. */
interface ChoiceParts {
  readonly chunks: JsonObject[];
  finishReason?: string;
}

function ofChoices(chunks: readonly JsonObject[]): JsonObject {
  const parts = new Map<number, ChoiceParts>();
  for (const chunk of chunks) {
    for (const [at, choice] of objectsOf(chunk['choices']).entries()) {
      const index = typeof choice['index'] === 'number' ? choice['index'] : at;
      const part = parts.get(index) ?? { chunks: [] };
      parts.set(index, part);
      part.chunks.push({ choices: [choice] });
      const reason = stringOf(choice['finish_reason']);
      if (reason !== undefined) part.finishReason = reason;
    }
  }
  const isCompletion = chunks.some(({ choices }) =>
    objectsOf(choices).some(({ text }) => typeof text === 'string'),
  );
  const choices = [...parts]
    .sort(([one], [other]) => one - other)
    .map(([index, part]) => wholeChoice(index, part, isCompletion));
  const object = isCompletion ? 'text_completion' : 'chat.completion';
  return { ...fieldsBeside(chunks, ['choices', 'object']), object, choices };
}

function wholeChoice(
  index: number,
  { chunks, finishReason }: ChoiceParts,
  isCompletion: boolean,
): JsonObject {
  const reader = createStreamReader();
  const text = chunks.flatMap((chunk) => reader.read(chunk).texts.map((one) => one.text)).join('');
  const { toolCalls } = reader.end();
  const said = isCompletion
    ? { text }
    : {
        message: {
          role: 'assistant',
          content: text === '' && toolCalls.length > 0 ? null : text,
          ...toolCallFields(toolCalls),
        },
      };
  return { index, ...said, finish_reason: finishReason ?? null };
}
