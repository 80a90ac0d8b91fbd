import { type Content, contentOf, optionalId, summaryOf, type ToolCall, toolCallsOf } from './content.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';

/** Which API an answer of texts speaks. */
type TextShape = 'chat' | 'completions' | 'responses' | 'chat-agent' | 'gemini' | 'anthropic' | 'legacy';

/** One of the answers; a request with `n` has several. */
export interface Choice extends Content {
  readonly finishReason?: string;
}

export interface TextAnswer {
  readonly shape: TextShape;
  readonly choices: readonly Choice[];
}

type Reader = (body: JsonObject) => readonly Choice[] | undefined;

/** Recognises each shape by what it alone has. */
const readers: readonly (readonly [TextShape, Reader])[] = [
  ['chat', readChat],
  ['completions', readCompletions],
  ['responses', readResponses],
  ['chat-agent', readChatAgent],
  ['legacy', readLegacyPredictions],
  ['gemini', readGemini],
  ['anthropic', readAnthropic],
];

/** The texts of an answer, or nothing where it is not one of texts. */
export function readTexts(body: unknown): TextAnswer | undefined {
  if (Array.isArray(body)) return readList(body);
  // An app on a cluster's driver may answer with no more than its text.
  if (typeof body === 'string') return { shape: 'legacy', choices: [plain(body)] };
  if (!isObject(body)) return undefined;
  for (const [shape, read] of readers) {
    const choices = read(body);
    if (choices) return { shape, choices };
  }
  return undefined;
}

const finish = (reason: unknown): { finishReason?: string } =>
  typeof reason === 'string' ? { finishReason: reason } : {};

const plain = (text: string): Content => ({ text, reasoning: '', toolCalls: [] });

function messageContent(message: JsonObject): Content {
  const content = contentOf(message['content']);
  return {
    text: content.text === '' ? (stringOf(message['refusal']) ?? '') : content.text,
    // Some servers put the reasoning beside the content.
    reasoning: content.reasoning === '' ? (stringOf(message['reasoning_content']) ?? '') : content.reasoning,
    toolCalls: [...content.toolCalls, ...toolCallsOf(message['tool_calls'])],
  };
}

function readChat({ choices }: JsonObject): readonly Choice[] | undefined {
  const items = objectsOf(choices).filter(
    ({ message, messages }) => isObject(message) || Array.isArray(messages),
  );
  if (items.length === 0) return undefined;
  return items.map(({ message, messages, finish_reason: reason }) => ({
    // Agents of the first generation answer with a list of messages in each choice.
    ...(isObject(message) ? messageContent(message) : lastSaid(objectsOf(messages))),
    ...finish(reason),
  }));
}

function readCompletions({ choices }: JsonObject): readonly Choice[] | undefined {
  const items = objectsOf(choices).filter(({ text }) => typeof text === 'string');
  if (items.length === 0) return undefined;
  return items.map(({ text, finish_reason: reason }) => ({
    ...plain(stringOf(text) ?? ''),
    ...finish(reason),
  }));
}

function readResponses({ output, status }: JsonObject): readonly Choice[] | undefined {
  const items = objectsOf(output).filter(({ type }) => typeof type === 'string');
  if (items.length === 0) return undefined;
  return [{ ...contentOfItems(items), ...finish(status) }];
}

/** The items of a Responses answer: what the messages say, the calls that are asked for, the reasoning. */
export function contentOfItems(items: readonly JsonObject[]): Content {
  const ofType = (type: string) => items.filter((item) => item['type'] === type);
  return {
    text: ofType('message')
      .map(({ content }) => contentOf(content).text)
      .join(''),
    reasoning: ofType('reasoning').map(summaryOf).join(''),
    toolCalls: ofType('function_call').map(functionCall),
  };
}

const functionCall = (item: JsonObject): ToolCall => ({
  ...optionalId(item['call_id']),
  name: stringOf(item['name']) ?? '',
  arguments: stringOf(item['arguments']) ?? '',
});

function readChatAgent({ messages, finish_reason: reason }: JsonObject): readonly Choice[] | undefined {
  const said = objectsOf(messages);
  return said.length === 0 ? undefined : [{ ...lastSaid(said), ...finish(reason) }];
}

/** The last thing that the assistant said; tools speak in between. Where it only asked for tools, that. */
function lastSaid(messages: readonly JsonObject[]): Content {
  const assistant = messages
    .filter(({ role }) => role === 'assistant' || role === undefined)
    .map(messageContent);
  return assistant.findLast(({ text }) => text !== '') ?? assistant.at(-1) ?? plain('');
}

/** The `llama2/chat` task: `predictions[].candidates[].text`. */
function readLegacyPredictions({ predictions }: JsonObject): readonly Choice[] | undefined {
  const candidates = objectsOf(predictions).flatMap((prediction) => objectsOf(prediction['candidates']));
  if (candidates.length === 0) return undefined;
  return candidates.map(({ text, metadata }) => ({
    ...plain(stringOf(text) ?? ''),
    ...finish(isObject(metadata) ? metadata['finish_reason'] : undefined),
  }));
}

function readGemini({ candidates }: JsonObject): readonly Choice[] | undefined {
  const items = objectsOf(candidates).filter(({ content }) => isObject(content));
  if (items.length === 0) return undefined;
  return items.map(({ content, finishReason }) => ({
    ...plain(geminiText(content)),
    ...finish(finishReason),
  }));
}

/** The text of `{parts: [{text}]}`. */
export const geminiText = (content: unknown): string =>
  isObject(content)
    ? objectsOf(content['parts'])
        .map(({ text }) => stringOf(text) ?? '')
        .join('')
    : '';

function readAnthropic({ type, content, stop_reason: reason }: JsonObject): readonly Choice[] | undefined {
  if (type !== 'message' || !Array.isArray(content)) return undefined;
  return [{ ...contentOf(content), ...finish(reason) }];
}

/** Agents of the first generation: `["text"]` or `[{"content": …}]`. */
function readList(body: readonly unknown[]): TextAnswer | undefined {
  const texts = body.map((item) => (isObject(item) ? item['content'] : item));
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) return undefined;
  return { shape: 'legacy', choices: texts.map(plain) };
}
