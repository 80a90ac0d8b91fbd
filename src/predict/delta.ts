import { contentOf, optionalId, summaryOf } from './content.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts';
import { contentOfItems, geminiText } from './text-answers.ts';
import { type Usage, usageOf } from './usage.ts';

/** A piece of the text of one of the answers, numbered from 0. */
export interface TextDelta {
  readonly index: number;
  readonly text: string;
}

/** A piece of a tool call. Id and name come with the first piece only; pieces belong together by `key`. */
export interface ToolCallDelta {
  readonly key: string;
  readonly id?: string;
  readonly name?: string;
  readonly arguments: string;
}

/** What one chunk of a stream adds. */
export interface Delta {
  readonly texts?: readonly TextDelta[];
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCallDelta[];
  readonly finishReason?: string;
  /** Running totals, where they come with every chunk: the last one counts. */
  readonly usage?: Usage;
  /** The output item of a Responses stream that the text belongs to. */
  readonly itemId?: string;
  /** True where the text repeats a whole item, of which pieces may have come before. */
  readonly isWholeItem?: boolean;
}

/**
 * Reads one chunk by its shape: chat and completions (`choices`), Responses events (`type: response.…`), Anthropic events,
 * Gemini (`candidates`), chat agents (`delta` alone). Nothing where the shape is none of these; a chunk without
 * choices, as the one with the usage is, adds no text.
 */
export function readDelta(chunk: JsonObject): Delta | undefined {
  const { type } = chunk;
  if (Array.isArray(chunk['choices'])) return ofChoices(chunk);
  if (typeof type === 'string') return ofResponsesEvent(type, chunk) ?? ofAnthropicEvent(type, chunk);
  if (Array.isArray(chunk['candidates'])) return ofGemini(chunk);
  if (isObject(chunk['delta'])) return ofChatAgent(chunk['delta'], chunk);
  return undefined;
}

function ofChoices(chunk: JsonObject): Delta {
  const choices = objectsOf(chunk['choices']);
  const deltas = choices.map((choice, at) =>
    ofChoice(choice, typeof choice['index'] === 'number' ? choice['index'] : at),
  );
  return {
    texts: deltas.map(({ text }) => text).filter(({ text }) => text !== ''),
    reasoning: deltas.map(({ reasoning }) => reasoning).join(''),
    toolCalls: deltas.flatMap(({ toolCalls }) => toolCalls),
    ...finish(choices.map((choice) => choice['finish_reason']).find((reason) => typeof reason === 'string')),
    ...counted(chunk['usage']),
  };
}

function ofChoice(choice: JsonObject, index: number) {
  // A server that can't stream sends the whole message as its only chunk.
  const said = [choice['delta'], choice['message']].find(isObject) ?? {};
  const { text, reasoning } = contentOf(said['content'] ?? choice['text']);
  return {
    text: { index, text: text === '' ? (stringOf(said['refusal']) ?? '') : text },
    reasoning: reasoning === '' ? (stringOf(said['reasoning_content']) ?? '') : reasoning,
    toolCalls: toolCallDeltas(said['tool_calls'], index),
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

function ofResponsesEvent(type: string, event: JsonObject): Delta | undefined {
  const piece = stringOf(event['delta']) ?? '';
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { texts: oneText(piece), itemId: stringOf(event['item_id']) ?? '' };
    case 'response.reasoning_summary_text.delta':
      return { reasoning: piece, itemId: stringOf(event['item_id']) ?? '' };
    case 'response.output_item.done':
      return isObject(event['item']) ? ofWholeItem(event['item']) : {};
    case 'response.completed':
    case 'responses.completed': // so spelt by some agents
    case 'response.incomplete':
      return {
        finishReason: type === 'response.incomplete' ? 'incomplete' : 'completed',
        ...counted(isObject(event['response']) ? event['response']['usage'] : undefined),
      };
    default:
      return type.startsWith('response.') ? {} : undefined;
  }
}

function ofWholeItem(item: JsonObject): Delta {
  const { text, toolCalls } = contentOfItems([item]);
  return {
    texts: oneText(text),
    reasoning: item['type'] === 'reasoning' ? summaryOf(item) : '',
    toolCalls: toolCalls.map((call) => ({ key: call.id ?? call.name, ...call })),
    itemId: stringOf(item['id']) ?? '',
    isWholeItem: true,
  };
}

function ofAnthropicEvent(type: string, event: JsonObject): Delta | undefined {
  const delta = isObject(event['delta']) ? event['delta'] : {};
  const key = `block ${String(event['index'])}`;
  switch (type) {
    case 'message_start':
      return counted(isObject(event['message']) ? event['message']['usage'] : undefined);
    case 'content_block_start': {
      const block = isObject(event['content_block']) ? event['content_block'] : {};
      if (block['type'] !== 'tool_use') return { texts: oneText(stringOf(block['text']) ?? '') };
      return {
        toolCalls: [{ key, ...optionalId(block['id']), name: stringOf(block['name']) ?? '', arguments: '' }],
      };
    }
    case 'content_block_delta': {
      const json = stringOf(delta['partial_json']);
      return {
        texts: oneText(stringOf(delta['text']) ?? ''),
        reasoning: stringOf(delta['thinking']) ?? '',
        toolCalls: json === undefined ? [] : [{ key, arguments: json }],
      };
    }
    case 'message_delta':
      return { ...finish(delta['stop_reason']), ...counted(event['usage']) };
    case 'message_stop':
    case 'content_block_stop':
    case 'ping':
      return {};
    default:
      return undefined;
  }
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

const oneText = (text: string): readonly TextDelta[] => (text === '' ? [] : [{ index: 0, text }]);

const finish = (reason: unknown): { finishReason?: string } =>
  typeof reason === 'string' ? { finishReason: reason } : {};

function counted(usage: unknown): { usage?: Usage } {
  const counts = usageOf(usage);
  return counts ? { usage: counts } : {};
}
