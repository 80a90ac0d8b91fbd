import { answerText } from './answer-text.ts';
import { refuseCut } from './cut-stream.ts';
import type { JsonObject } from './json.ts';
import { createStreamReader, type StreamEnd } from './stream-reader.ts';

/** The text of a streamed answer, piece by piece. */
export interface TextStream extends AsyncIterable<string> {
  /** What only the whole answer tells. Complete once the loop over the pieces has ended. */
  end(this: void): StreamEnd & { readonly text: string };
}

/** Chunks as `query.stream` and `predictStream` give them. */
interface Chunks extends AsyncIterable<JsonObject> {
  /** True once the server has said `[DONE]`. */
  readonly done: boolean;
}

/**
 * The text of a stream as it arrives, whichever API its chunks speak: chat, completions, agents, the Responses API,
 * Anthropic's or Gemini's own. Where the request asks for several answers (`n`), the first one's. A model that can't
 * stream gives its answer as one piece. Read once, as the stream is; leaving the loop ends the request.
 *
 * The loop throws what the stream throws, and a `StreamError` with the code `STREAM_CUT` where the connection ended
 * before the answer did.
 * @example
 * const answer = textStream(client.query.stream('chat', { messages }));
 * for await (const piece of answer) process.stdout.write(piece);
 * const { usage, finishReason, toolCalls } = answer.end();
 */
export function textStream(chunks: Chunks): TextStream {
  const reader = createStreamReader();
  let text = '';
  async function* pieces(): AsyncGenerator<string, void, undefined> {
    for await (const chunk of chunks) {
      const { texts, answer } = reader.read(chunk);
      const said = texts.filter(({ index }) => index === 0).map((delta) => delta.text);
      const piece = answer ? answerText(answer) : said.join('');
      if (piece === '') continue;
      text += piece;
      yield piece;
    }
    refuseCut(chunks, reader.end());
  }
  const all = pieces();
  return { [Symbol.asyncIterator]: () => all, end: () => ({ ...reader.end(), text }) };
}
