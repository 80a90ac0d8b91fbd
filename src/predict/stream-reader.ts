import { type Answer, readAnswer } from './answer.ts';
import type { ToolCall } from './content.ts';
import { type Delta, readDelta, type TextDelta, type ToolCallDelta } from './delta.ts';
import type { JsonObject } from './json.ts';
import type { Usage } from './usage.ts';

/** What a chunk has to show at once. */
interface Piece {
  readonly texts: readonly TextDelta[];
  readonly reasoning: string;
  /** Set where the chunk is a whole answer, as a model that can't stream gives. */
  readonly answer?: Answer;
}

/** What is known once a stream has ended. */
interface StreamEnd {
  readonly toolCalls: readonly ToolCall[];
  readonly usage?: Usage;
  /** Why the model stopped. Absent where it never said so: unless the server said `[DONE]`, the answer may be cut short. */
  readonly finishReason?: string;
}

export interface StreamReader {
  read(this: void, chunk: JsonObject): Piece;
  end(this: void): StreamEnd;
}

/** Reads the chunks of one stream, in order, and keeps what only the whole of them tells. */
export function createStreamReader(): StreamReader {
  const toolCalls = new Map<string, ToolCall>();
  const itemsSaid = new Set<string>();
  let usage: Usage | undefined;
  let finishReason: string | undefined;

  function take(delta: Delta): Piece {
    usage = delta.usage ? { ...usage, ...delta.usage } : usage;
    finishReason = delta.finishReason ?? finishReason;
    for (const call of delta.toolCalls ?? []) toolCalls.set(call.key, addTo(toolCalls.get(call.key), call));
    const said = { texts: delta.texts ?? [], reasoning: delta.reasoning ?? '' };
    if (delta.itemId === undefined) return said;
    // Some agents send an item whole, some in pieces, some in pieces and then whole once more.
    if (delta.isWholeItem && itemsSaid.has(delta.itemId)) return { texts: [], reasoning: '' };
    itemsSaid.add(delta.itemId);
    return said;
  }

  return {
    read(chunk) {
      const delta = readDelta(chunk);
      if (delta) return take(delta);
      const answer = readAnswer(chunk);
      // Frames of no known shape, such as a trace id, are not the answer.
      return { texts: [], reasoning: '', ...(answer.kind === 'raw' ? {} : { answer }) };
    },
    end: () => ({
      toolCalls: [...toolCalls.values()],
      ...(usage === undefined ? {} : { usage }),
      ...(finishReason === undefined ? {} : { finishReason }),
    }),
  };
}

const addTo = (call: ToolCall | undefined, delta: ToolCallDelta): ToolCall => ({
  ...call,
  ...(delta.id === undefined ? {} : { id: delta.id }),
  name: delta.name ?? call?.name ?? '',
  arguments: (call?.arguments ?? '') + delta.arguments,
});
