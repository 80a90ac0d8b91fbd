import type { Invoker } from '../../client/invoker.ts';
import { refuseCut } from '../cut-stream.ts';
import type { JsonObject } from '../json.ts';
import { createStreamReader } from '../stream-reader.ts';
import { wholeAnswer } from '../whole-answer.ts';

/**
 * Asks for a stream where a whole answer is wanted: `invoke` gives what the chunks add up to, once the stream has ended.
 * Beside what asking throws, a `StreamError` where the stream ends before the answer does.
 */
export const wholeInvoker = (invoker: Invoker): Invoker => ({
  ...invoker,
  invoke: async (body, options) => {
    const stream = invoker.stream(body, options);
    const reader = createStreamReader();
    const chunks: JsonObject[] = [];
    for await (const arrived of stream.arrivals) {
      for (const chunk of arrived) {
        reader.read(chunk);
        chunks.push(chunk);
      }
    }
    refuseCut(stream, reader.end());
    return { ...(stream.head ?? { status: 200, headers: {} }), body: wholeAnswer(chunks) };
  },
});
