import type { Invoker } from '../../client/invoker.ts';
import type { ChunkStream, StreamChunk } from '../../client/stream.ts';
import { createChunkCutter } from '../stop-chunks.ts';
import { cutAnswer } from '../stop.ts';

/**
 * Ends each answer where the first of the stop texts begins, for endpoints whose server does not know `stop`. A stream
 * holds text back while it may be the beginning of a stop text, and is given up once its answers have come to one: what
 * the model would say beyond is not waited for.
 */
export const stopInvoker = (invoker: Invoker, stop: readonly string[]): Invoker =>
  stop.length === 0
    ? invoker
    : {
        ...invoker,
        invoke: async (body, options) => {
          const answer = await invoker.invoke(body, options);
          return { ...answer, body: cutAnswer(answer.body, stop) };
        },
        stream: (body, options) => {
          const answers = typeof body.n === 'number' ? body.n : 1;
          return cutStream(invoker.stream(body, options), stop, answers);
        },
      };

function cutStream(stream: ChunkStream, stop: readonly string[], answers: number): ChunkStream {
  const cutter = createChunkCutter(stop, answers);
  let done = false;
  async function* arrivals(): AsyncGenerator<readonly StreamChunk[], void, undefined> {
    for await (const chunks of stream.arrivals) {
      const cut: StreamChunk[] = [];
      for (const chunk of chunks) {
        cut.push(cutter.take(chunk));
        if (!cutter.stopped) continue;
        done = true;
        yield cut;
        return;
      }
      yield cut;
    }
    const rest = cutter.end();
    if (rest.length > 0) yield rest;
  }
  async function* oneByOne(all: AsyncIterable<readonly StreamChunk[]>): AsyncGenerator<StreamChunk, void> {
    for await (const chunks of all) yield* chunks;
  }
  const all = arrivals();
  const chunks = oneByOne(all);
  return {
    // A stream that came to a stop text is whole, whatever the server would have said after it.
    get done() {
      return done || stream.done;
    },
    get head() {
      return stream.head;
    },
    arrivals: all,
    [Symbol.asyncIterator]: () => chunks,
  };
}
