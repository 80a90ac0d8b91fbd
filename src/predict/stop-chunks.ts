import { isObject, type JsonObject, stringOf } from './json.ts';
import { createStopCutter, cutAnswer, cutAtStop, type StopCutter } from './stop.ts';

/** Cuts the texts in the chunks of one stream. */
export interface ChunkCutter {
  /** The chunk with no more text than is sure to be before a stop text. */
  take(this: void, chunk: JsonObject): JsonObject;
  /** A chunk with the text that was held back to the end, for each answer that has some. */
  end(this: void): readonly JsonObject[];
  /** True once all of the answers have come to a stop text: nothing that follows says anything. */
  readonly stopped: boolean;
}

/**
 * Cuts a stream as `cutAnswer` cuts a whole answer, where the server does not know `stop`: the joined texts of the chunks
 * that come out end where the first stop text begins. Chunks of chat and completions (`choices`), of chat agents (`delta`
 * alone), and Responses events are cut; all other fields, and chunks of other forms, pass as they came.
 * @param answers how many were asked for: the `n` of the request
 */
export function createChunkCutter(stop: readonly string[], answers = 1): ChunkCutter {
  const cutters = new Map<string, StopCutter>();
  /** The latest chunk that said something, which the text that was held back can be put into. */
  const last = new Map<string, (text: string) => JsonObject>();

  const cutterOf = (key: string): StopCutter => {
    const cutter = cutters.get(key) ?? createStopCutter(stop);
    cutters.set(key, cutter);
    return cutter;
  };
  const cut = (key: string, text: string, put: (text: string) => JsonObject): string => {
    last.set(key, put);
    return cutterOf(key).take(text);
  };

  return {
    take(chunk) {
      if (Array.isArray(chunk['choices'])) return cutChoices(chunk, cut);
      const { delta, type } = chunk;
      if (type === 'response.output_text.delta' && typeof delta === 'string') {
        const put = (text: string): JsonObject => ({ ...chunk, delta: text });
        return put(cut(stringOf(chunk['item_id']) ?? '', delta, put));
      }
      if (typeof type === 'string') return cutWhole(chunk, stop);
      if (isObject(delta) && typeof delta['content'] === 'string' && delta['role'] !== 'tool') {
        const put = (content: string): JsonObject => ({ ...chunk, delta: { ...delta, content } });
        return put(cut('agent', delta['content'], put));
      }
      // A model that can't stream sends its whole answer as the only chunk.
      return cutAnswer(chunk, stop) as JsonObject;
    },
    end: () =>
      [...cutters].flatMap(([key, cutter]) => {
        const text = cutter.end();
        const put = last.get(key);
        return text === '' || put === undefined ? [] : [put(text)];
      }),
    get stopped() {
      return cutters.size >= answers && [...cutters.values()].every(({ stopped }) => stopped);
    },
  };
}

type Cut = (key: string, text: string, put: (text: string) => JsonObject) => string;

function cutChoices(chunk: JsonObject, cut: Cut): JsonObject {
  const choices: readonly unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
  return {
    ...chunk,
    choices: choices.map((choice, at) => {
      if (!isObject(choice)) return choice;
      const place = textPlace(choice);
      if (!place) return choice;
      const key = `choice ${typeof choice['index'] === 'number' ? choice['index'] : at}`;
      return place.put(cut(key, place.text, (text) => ({ ...chunk, choices: [place.put(text)] })));
    }),
  };
}

/** Where a choice has its text: `delta.content`, as a text or as parts, or `text`. */
function textPlace(
  choice: JsonObject,
): { readonly text: string; readonly put: (text: string) => JsonObject } | undefined {
  const { delta, text } = choice;
  if (typeof text === 'string') return { text, put: (changed) => ({ ...choice, text: changed }) };
  const said = isObject(delta) ? delta : choice['message'];
  if (!isObject(said)) return undefined;
  const where = isObject(delta) ? 'delta' : 'message';
  const { content } = said;
  const put = (changed: unknown): JsonObject => ({ ...choice, [where]: { ...said, content: changed } });
  if (typeof content === 'string') return { text: content, put };
  if (!Array.isArray(content)) return undefined;
  const isText = (part: unknown): part is JsonObject & { text: string } =>
    isObject(part) && typeof part['text'] === 'string' && (part['type'] ?? 'text') === 'text';
  const parts: readonly unknown[] = content;
  const texts = parts.filter(isText);
  if (texts.length === 0) return undefined;
  return {
    text: texts.map((part) => part.text).join(''),
    put: (changed) => put([...parts.filter((part) => !isText(part)), { ...texts[0], text: changed }]),
  };
}

/** Responses events that repeat what has come in pieces: the text of a part, the item, the whole answer. */
function cutWhole(event: JsonObject, stop: readonly string[]): JsonObject {
  const { item, part, response, text } = event;
  const cutItem = (value: JsonObject): unknown =>
    (cutAnswer({ output: [value] }, stop) as { readonly output: readonly unknown[] }).output[0];
  const cutPart = (value: JsonObject): unknown => {
    const message = { type: 'message', content: [value] };
    const cut = cutItem(message) as { readonly content: readonly unknown[] };
    return cut.content[0];
  };
  return {
    ...event,
    ...(typeof text === 'string' ? { text: cutAtStop(text, stop) } : {}),
    ...(isObject(part) ? { part: cutPart(part) } : {}),
    ...(isObject(item) ? { item: cutItem(item) } : {}),
    ...(isObject(response) ? { response: cutAnswer(response, stop) } : {}),
  };
}
