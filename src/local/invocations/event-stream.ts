import type { Clock } from '../../clock.ts';
import type { JsonObject } from '../models/answer.ts';

/** MLflow's reader takes text/event-stream for Latin-1 where the charset isn't said (mlflow 2.12). */
export const eventStreamType = 'text/event-stream; charset=utf-8';

/** Line ends to Python's `str.splitlines`, at which MLflow's `predict_stream` breaks a frame; JSON needn't escape them. */
const strayLineEnds = /[\u0085\u2028\u2029]/g;

/**
 * One frame of a stream. Only `data:` lines are ever written: MLflow's reader refuses `event:`, `id:` and comments.
 * @param json one line of JSON text
 */
export const frame = (json: string): string =>
  `data: ${json.replace(strayLineEnds, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n\n`;

const endOfStream = frame('[DONE]');

export interface Pace {
  readonly clock: Clock;
  /** Milliseconds before each frame but the first; 0 waits for nothing. */
  readonly frameDelayMs: number;
  readonly signal: AbortSignal;
}

/** The frames of a model's stream, each as it is asked for, and the mark of the end. */
export async function* frames(values: Iterable<JsonObject>, pace: Pace): AsyncGenerator<string> {
  let first = true;
  for (const value of values) {
    if (!first && pace.frameDelayMs > 0) await pace.clock.sleep(pace.frameDelayMs, pace.signal);
    first = false;
    yield frame(JSON.stringify(value));
  }
  yield endOfStream;
}

/**
 * `chunks` as a response's body: each is handed on by itself, and nothing is read ahead.
 * @param abandon called when the client leaves before the end: the source may be waiting for its next chunk, and hears
 *   of its own ending only after that
 */
export function streamBody(chunks: AsyncGenerator<string>, abandon: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        abandon();
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
