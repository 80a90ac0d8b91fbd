import type { Invoker } from '../../client/invoker.ts';
import { ServectlError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { type Answer, readAnswer } from '../answer.ts';
import { refuseCut } from '../cut-stream.ts';
import type { JsonObject } from '../json.ts';
import { createStreamReader, type StreamEnd } from '../stream-reader.ts';

/** A piece of an answer, as it arrives. */
export interface TurnPiece {
  readonly text: string;
  /** What the model thinks beside it, where it tells. */
  readonly reasoning: string;
}

export interface TurnOptions {
  readonly signal?: AbortSignal;
  /** False: asks for the answer in one piece, for models that refuse to stream. Default true. */
  readonly stream?: boolean;
}

/**
 * Asks once, yields the answer's text as it arrives, and returns what only the whole answer tells. Throws what the
 * invoker throws; what had been yielded by then was part of the answer.
 *
 * @throws StreamError where the stream ends before the answer does
 * @throws ServectlError where the answer is an error with a good status, or holds no text
 */
export async function* askTurn(
  invoker: Invoker,
  body: JsonObject,
  { signal, stream = true }: TurnOptions = {},
): AsyncGenerator<TurnPiece, StreamEnd, undefined> {
  const call = signal ? { signal } : {};
  if (!stream) {
    const { body: answer } = await invoker.invoke(body, call);
    return yield* wholeAnswer(readAnswer(answer));
  }
  const chunks = invoker.stream(body, call);
  const reader = createStreamReader();
  for await (const chunk of chunks) {
    const { texts, reasoning, answer } = reader.read(chunk);
    if (answer) return yield* wholeAnswer(answer);
    // A conversation follows one answer, however many `n` asks for.
    const text = texts
      .filter(({ index }) => index === 0)
      .map((delta) => delta.text)
      .join('');
    if (text !== '' || reasoning !== '') yield { text, reasoning };
  }
  const end = reader.end();
  refuseCut(chunks, end);
  return end;
}

function* wholeAnswer(answer: Answer): Generator<TurnPiece, StreamEnd, undefined> {
  switch (answer.kind) {
    case 'text': {
      const [choice] = answer.choices;
      const { text = '', reasoning = '', toolCalls = [], finishReason } = choice ?? {};
      if (text !== '' || reasoning !== '') yield { text, reasoning };
      const { usage } = answer;
      return {
        toolCalls,
        ...(usage ? { usage } : {}),
        ...(finishReason === undefined ? {} : { finishReason }),
      };
    }
    case 'error': {
      const { code = 'MODEL_ERROR', message } = answer.error;
      throw new ServectlError(code, `the model answered with an error: ${message}`, ExitCode.failure);
    }
    default:
      throw new ServectlError('NO_TEXT', 'the answer holds no text', ExitCode.failure, {
        hint: 'servectl endpoints predict shows answers of any form',
      });
  }
}
