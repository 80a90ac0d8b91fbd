import { oneByOne } from '../../../client/one-by-one.ts';
import type { ChunkStream, StreamChunk } from '../../../client/stream.ts';
import type { Clock } from '../../../clock.ts';
import { refuseCut } from '../../../predict/cut-stream.ts';
import { createStreamReader } from '../../../predict/stream-reader.ts';
import { createStreamTally, type Tallied } from '../../../predict/stream-tally.ts';

interface WatchedStream {
  readonly stream: ChunkStream;
  /** What has gone by so far. */
  sum(this: void): Tallied;
  /** When the stream ended, by the clock. */
  endedAt(this: void): number | undefined;
}

/** Lets a stream pass, and keeps what it adds up to and when it came. */
export function watchStream(stream: ChunkStream, clock: Clock, onFirst: () => void): WatchedStream {
  const tally = createStreamTally();
  let endedAt: number | undefined;
  async function* watch(): AsyncGenerator<readonly StreamChunk[], void, undefined> {
    try {
      for await (const chunks of stream.arrivals) {
        onFirst();
        tally.take(chunks, clock.monotonic());
        yield chunks;
      }
    } finally {
      endedAt = clock.monotonic();
    }
  }
  return { stream: derived(stream, watch()), sum: tally.sum, endedAt: () => endedAt };
}

/**
 * Reads a stream to its end.
 * @returns gives the same stream again, as often as it is called, from memory
 * @throws StreamError as reading and showing it would
 */
export async function holdStream(stream: ChunkStream): Promise<() => ChunkStream> {
  const reader = createStreamReader();
  const held: (readonly StreamChunk[])[] = [];
  for await (const chunks of stream.arrivals) {
    held.push(chunks);
    for (const chunk of chunks) reader.read(chunk);
  }
  refuseCut(stream, reader.end());
  async function* replay(): AsyncGenerator<readonly StreamChunk[], void, undefined> {
    for (const chunks of held) yield await Promise.resolve(chunks);
  }
  return () => derived(stream, replay());
}

/** A stream with the end and the head of another, and arrivals of its own. */
function derived(
  stream: ChunkStream,
  arrivals: AsyncGenerator<readonly StreamChunk[], void, undefined>,
): ChunkStream {
  const chunks = oneByOne(arrivals);
  return {
    get done() {
      return stream.done;
    },
    get head() {
      return stream.head;
    },
    arrivals,
    [Symbol.asyncIterator]: () => chunks,
  };
}
