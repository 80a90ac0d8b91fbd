import { type Answer, readAnswer } from './answer.ts';
import type { ToolCall } from './content.ts';
import { type Delta, oneText, type TextDelta, type ToolCallDelta } from './delta.ts';
import type { JsonObject } from './json.ts';
import { readDelta } from './read-delta.ts';
import type { Usage } from './usage.ts';

/** What a chunk has to show at once. */
interface Piece {
  readonly texts: readonly TextDelta[];
  readonly reasoning: string;
  /** Set where the chunk is a whole answer, as a model that can't stream gives. */
  readonly answer?: Answer;
}

/** What is known once a stream has ended. */
export interface StreamEnd {
  readonly toolCalls: readonly ToolCall[];
  readonly usage?: Usage;
  /** Why the model stopped. Absent where it never said so: unless the server said `[DONE]`, the answer may be cut short. */
  readonly finishReason?: string;
  /** True where a chunk was a whole answer: a model that can't stream gives no reason for its end. */
  readonly isWhole?: boolean;
}

export interface StreamReader {
  read(this: void, chunk: JsonObject): Piece;
  end(this: void): StreamEnd;
}

/** Reads the chunks of one stream, in order, and keeps what only the whole of them tells. */
export function createStreamReader(): StreamReader {
  const toolCalls = new Map<string, ToolCall>();
  const items = new ItemsSaid();
  let hasSpoken = false;
  let usage: Usage | undefined;
  let finishReason: string | undefined;
  let isWhole = false;

  function take(delta: Delta): Piece {
    if (delta.usage) usage = { ...usage, ...delta.usage };
    finishReason = delta.finishReason ?? finishReason;
    if (delta.toolCalls)
      for (const call of delta.toolCalls) toolCalls.set(call.key, addTo(toolCalls.get(call.key), call));
    const said = newlySaid(delta);
    if (said.texts.length > 0) hasSpoken = true;
    return said;
  }

  function newlySaid(delta: Delta): Piece {
    const { texts = [], reasoning = '', itemId, isWholeItem = false, wholeText = '' } = delta;
    const speaks = texts.length > 0 || reasoning !== '';
    if (speaks && itemId !== undefined && items.isRepeated(itemId, isWholeItem))
      return { texts: [], reasoning: '' };
    return { texts: hasSpoken || texts.length > 0 ? texts : oneText(wholeText), reasoning };
  }

  return {
    read(chunk) {
      const delta = readDelta(chunk);
      if (delta) return take(delta);
      const answer = readAnswer(chunk);
      // Frames of no known shape, such as a trace id, are not the answer.
      if (answer.kind === 'raw') return { texts: [], reasoning: '' };
      isWhole = true;
      return { texts: [], reasoning: '', answer };
    },
    end: () => ({
      toolCalls: [...toolCalls.values()],
      ...(usage === undefined ? {} : { usage }),
      ...(finishReason === undefined ? {} : { finishReason }),
      ...(isWhole && { isWhole }),
    }),
  };
}

/** Some agents send an item whole, some in pieces, some in pieces and then whole once more. */
class ItemsSaid {
  readonly #ids = new Set<string>();

  isRepeated(id: string, isWhole: boolean): boolean {
    if (!isWhole) {
      this.#ids.add(id);
      return false;
    }
    const isRepeated = this.#ids.has(id);
    // Items without a name come one after the other: the next one is another.
    if (id === '') this.#ids.delete(id);
    else this.#ids.add(id);
    return isRepeated;
  }
}

const addTo = (call: ToolCall | undefined, delta: ToolCallDelta): ToolCall => ({
  ...call,
  ...(delta.id === undefined ? {} : { id: delta.id }),
  name: delta.name ?? call?.name ?? '',
  arguments: delta.isWhole ? delta.arguments : (call?.arguments ?? '') + delta.arguments,
});
