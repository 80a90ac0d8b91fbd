import { answerText, choicesText } from './answer-text.ts';
import { readAnswer } from './answer.ts';
import type { JsonObject } from './json.ts';
import { createStreamReader } from './stream-reader.ts';
import type { ToolCall } from './content.ts';
import type { Usage } from './usage.ts';

/** What a stream came to. */
export interface Tallied {
  /** What a person would read of it. */
  readonly text: string;
  /** Whether it was one of texts. */
  readonly isText: boolean;
  /**
   * What the chunks add up to: `text`, `tool_calls` as chat has them, and `usage` and `finish_reason` where they were
   * told. Of a model that can't stream it is the whole answer that it gave in one piece.
   */
  readonly body: unknown;
  readonly usage?: Usage;
  readonly finishReason?: string;
  readonly chunks: number;
  /** When the first word came, by the clock of `take`; absent where none did. */
  readonly firstTokenAt?: number;
  /** When the last chunk came. */
  readonly lastAt?: number;
}

export interface StreamTally {
  /** @param now milliseconds, by any clock */
  take(this: void, chunks: readonly JsonObject[], now: number): void;
  /** What it has come to so far. */
  sum(this: void): Tallied;
}

/** Watches the chunks of a stream go by, in order, and adds them up. */
export function createStreamTally(): StreamTally {
  const reader = createStreamReader();
  const texts = new Map<number, string>();
  const wholes: JsonObject[] = [];
  let chunks = 0;
  let firstTokenAt: number | undefined;
  let lastAt: number | undefined;

  function takeOne(chunk: JsonObject): boolean {
    const piece = reader.read(chunk);
    for (const { index, text } of piece.texts) texts.set(index, (texts.get(index) ?? '') + text);
    if (piece.answer) wholes.push(chunk);
    // What a model thinks, and the calls that it makes, are tokens as well.
    return piece.texts.length > 0 || piece.reasoning !== '' || piece.answer !== undefined;
  }

  return {
    take(arrived, now) {
      chunks += arrived.length;
      lastAt = now;
      for (const chunk of arrived) {
        const speaks = takeOne(chunk);
        if (firstTokenAt === undefined && (speaks || reader.end().toolCalls.length > 0)) firstTokenAt = now;
      }
    },
    sum() {
      const { toolCalls, usage, finishReason } = reader.end();
      return {
        ...(wholes.length > 0 ? ofWholes(wholes) : ofPieces(texts, toolCalls, { usage, finishReason })),
        ...(usage && { usage }),
        ...(finishReason !== undefined && { finishReason }),
        chunks,
        ...(firstTokenAt !== undefined && { firstTokenAt }),
        ...(lastAt !== undefined && { lastAt }),
      };
    },
  };
}

type Said = Pick<Tallied, 'text' | 'isText' | 'body'>;

function ofWholes(wholes: readonly JsonObject[]): Said {
  const answers = wholes.map((whole) => readAnswer(whole));
  return {
    text: answers.map(answerText).join('\n'),
    isText: answers.every(({ kind }) => kind === 'text'),
    body: wholes.length === 1 ? wholes[0] : wholes,
  };
}

function ofPieces(
  texts: ReadonlyMap<number, string>,
  toolCalls: readonly ToolCall[],
  told: { readonly usage: Usage | undefined; readonly finishReason: string | undefined },
): Said {
  const first = { text: texts.get(0) ?? '', reasoning: '', toolCalls };
  const others = [...texts].filter(([index]) => index !== 0).sort(([one], [other]) => one - other);
  const choices = [first, ...others.map(([, text]) => ({ text, reasoning: '', toolCalls: [] }))];
  return {
    text: choicesText(choices),
    isText: true,
    body: {
      text: first.text,
      tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
        ...(id === undefined ? {} : { id }),
        type: 'function',
        function: { name, arguments: given },
      })),
      ...(told.usage && { usage: told.usage }),
      ...(told.finishReason !== undefined && { finish_reason: told.finishReason }),
    },
  };
}
