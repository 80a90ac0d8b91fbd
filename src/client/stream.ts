import { ConnectionError, StreamError, UnexpectedAnswerError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { bodyError, type BodyError } from '../http/body-error.ts';
import { parseInnerError } from '../http/provider-error.ts';
import { SseDecoder, type SseEvent } from '../http/sse.ts';
import type { HttpResponse } from '../http/transport.ts';
import type { Api, CallOptions, Operation } from './call.ts';
import { oneByOne } from './one-by-one.ts';
import { collect, peek } from './stream-start.ts';

/** The JSON object of one frame, as it came. */
export type StreamChunk = Readonly<Record<string, unknown>>;

/** The answer that carries a stream. `headers` may name the entity that answers: `served-model-name`. */
export type StreamHead = Pick<HttpResponse, 'status' | 'headers' | 'attempts'>;

/**
 * Sent when it is first read, and read once; leaving the loop ends the request. Throws a `StreamError` where the server
 * reports an error in the middle or the connection is cut: what came before has been delivered.
 */
export interface ChunkStream extends AsyncIterable<StreamChunk> {
  /** True once the server has said `[DONE]`; some never do, and there only a finish reason tells a whole answer from half. */
  readonly done: boolean;
  /** Known once the stream has been read from. */
  readonly head: StreamHead | undefined;
  /**
   * The same chunks, those together that arrived together: never none, and never held back for more. It is the cheaper
   * way to read many; a stream is read in one of the two ways.
   */
  readonly arrivals: AsyncIterableIterator<readonly StreamChunk[]>;
}

/** What is learnt while a stream is read. */
interface Progress {
  done: boolean;
  head: StreamHead | undefined;
}

/** Opens nothing yet: the request goes out with the first read. */
export function openStream(
  api: Pick<Api, 'send'>,
  operation: Operation,
  options: CallOptions = {},
): ChunkStream {
  const progress: Progress = { done: false, head: undefined };
  const arrivals = readArrivals(api, { ...operation, accept: 'text/event-stream' }, options, progress);
  const chunks = oneByOne(arrivals);
  return {
    get done() {
      return progress.done;
    },
    get head() {
      return progress.head;
    },
    arrivals,
    [Symbol.asyncIterator]: () => chunks,
  };
}

async function* readArrivals(
  api: Pick<Api, 'send'>,
  operation: Operation,
  options: CallOptions,
  progress: Progress,
): AsyncGenerator<readonly StreamChunk[], void, undefined> {
  const { body, ...head } = await api.send(operation, options);
  progress.head = head;
  const iterator: AsyncIterator<Uint8Array, unknown> = body[Symbol.asyncIterator]();
  try {
    const start = await peek(iterator);
    if (start.mark === '<')
      throw new UnexpectedAnswerError(`the answer to ${operation.path} is a page, not a stream`);
    if (start.mark === '"') {
      throw noStream(operation.path);
    }
    // A model that can't stream answers in one piece.
    if (start.mark === '{' || start.mark === '[') {
      const arrival = readFrames([wholeFrame(await collect(start.bytes, iterator))]);
      if (arrival.chunks.length > 0) yield arrival.chunks;
      if (arrival.failure) throw arrival.failure;
      progress.done = true;
      return;
    }
    const decoder = new SseDecoder();
    let isStream = start.mark === undefined || saysEventStream(head);
    for (let bytes: Uint8Array | undefined = start.bytes; ; bytes = await nextBytes(iterator)) {
      const events = bytes ? decoder.push(bytes) : decoder.end();
      isStream ||= events.length > 0;
      if (!isStream && bytes === undefined) throw noStream(operation.path);
      const arrival = readFrames(events);
      progress.done = arrival.done;
      if (arrival.chunks.length > 0) yield arrival.chunks;
      if (arrival.failure) throw arrival.failure;
      if (arrival.done || bytes === undefined) return;
    }
  } catch (error) {
    throw options.signal?.aborted ? options.signal.reason : asStreamError(error);
  } finally {
    await iterator.return?.();
  }
}

/** Text that is no frame of a stream: some apps answer in one piece, whatever they were asked for. */
const noStream = (path: string): UnexpectedAnswerError =>
  new UnexpectedAnswerError(`the answer to ${path} is a text, not a stream`, {
    hint: 'ask for it whole, without --stream',
  });

const saysEventStream = ({ headers }: StreamHead): boolean =>
  /^text\/event-stream\b/i.test(headers['content-type'] ?? '');

async function nextBytes(body: AsyncIterator<Uint8Array, unknown>): Promise<Uint8Array | undefined> {
  const next = await body.next();
  return next.done === true ? undefined : next.value;
}

/** What frames that came together hold: chunks, and after them maybe the end, a good one or a bad one. */
interface Arrival {
  readonly chunks: readonly StreamChunk[];
  readonly done: boolean;
  readonly failure?: StreamError;
}

function readFrames(events: readonly SseEvent[]): Arrival {
  const chunks: StreamChunk[] = [];
  for (const { event, data } of events) {
    if (data === '[DONE]') return { chunks, done: true };
    if (data === '') continue;
    const isError = event === 'error';
    let frame: unknown;
    try {
      frame = JSON.parse(data);
    } catch (cause) {
      return { chunks, done: false, failure: isError ? streamFailure({ message: data }) : malformed(cause) };
    }
    const error = bodyError(frame) ?? (isError ? { message: data } : undefined);
    if (error) return { chunks, done: false, failure: streamFailure(error) };
    for (const chunk of Array.isArray(frame) ? (frame as readonly unknown[]) : [frame])
      if (isChunk(chunk)) chunks.push(chunk);
  }
  return { chunks, done: false };
}

const wholeFrame = (data: string): SseEvent => ({ event: 'message', data, id: undefined, retry: undefined });

const isChunk = (frame: unknown): frame is StreamChunk => typeof frame === 'object' && frame !== null;

/** Providers and guardrails say why as JSON inside the message, in a stream as in an answer. */
const streamFailure = ({ code = 'STREAM_ERROR', message }: BodyError): StreamError =>
  new StreamError(
    code,
    `the stream ended in an error: ${parseInnerError(message)?.message ?? message}`,
    ExitCode.failure,
  );

const malformed = (cause: unknown): StreamError =>
  new StreamError('STREAM_MALFORMED', 'the stream holds a frame that is not JSON', ExitCode.failure, {
    cause,
  });

function asStreamError(error: unknown): unknown {
  const wasCut =
    error instanceof ConnectionError || (error instanceof UnexpectedAnswerError && error.truncated);
  if (!wasCut) return error;
  return new StreamError('STREAM_CUT', `the stream was cut: ${error.message}`, ExitCode.failure, {
    cause: error,
  });
}
