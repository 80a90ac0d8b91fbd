import { ConnectionError, StreamError, UnexpectedAnswerError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { bodyError } from '../http/body-error.ts';
import { sseEvents } from '../http/sse.ts';
import type { Api, CallOptions, Operation } from './call.ts';

/** The JSON object of one frame, as it came. */
export type StreamChunk = Readonly<Record<string, unknown>>;

/**
 * Sent when it is first read, and read once; leaving the loop ends the request. Throws a `StreamError` where the server
 * reports an error in the middle or the connection is cut: what came before has been delivered.
 */
export interface ChunkStream extends AsyncIterable<StreamChunk> {
  /** True once the server has said `[DONE]`; some never do, and there only a finish reason tells a whole answer from half. */
  readonly done: boolean;
}

/** Opens nothing yet: the request goes out with the first read. */
export function openStream(api: Api, operation: Operation, options: CallOptions = {}): ChunkStream {
  const end = { done: false };
  const chunks = readChunks(api, { ...operation, accept: 'text/event-stream' }, options, end);
  return {
    get done() {
      return end.done;
    },
    [Symbol.asyncIterator]: () => chunks,
  };
}

async function* readChunks(
  api: Api,
  operation: Operation,
  options: CallOptions,
  end: { done: boolean },
): AsyncGenerator<StreamChunk, void, undefined> {
  const { body } = await api.send(operation, options);
  const iterator: AsyncIterator<Uint8Array, unknown> = body[Symbol.asyncIterator]();
  try {
    const { mark, bytes } = await peek(iterator);
    if (mark === '<')
      throw new UnexpectedAnswerError(`the answer to ${operation.path} is a page, not a stream`);
    // A model that can't stream answers in one piece.
    if (mark === '{' || mark === '[') {
      yield* parseFrame(await collect(bytes));
      end.done = true;
      return;
    }
    for await (const { event, data } of sseEvents(bytes)) {
      if (data === '[DONE]') {
        end.done = true;
        return;
      }
      if (data !== '') yield* parseFrame(data, event);
    }
  } catch (error) {
    throw options.signal?.aborted ? options.signal.reason : asStreamError(error);
  } finally {
    await iterator.return?.();
  }
}

/** Parses a frame before it is passed on, so that an error inside it ends the stream. */
function parseFrame(data: string, event?: string): readonly StreamChunk[] {
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch (cause) {
    if (event === 'error') throw streamFailure({ message: data });
    throw new StreamError('STREAM_MALFORMED', 'the stream holds a frame that is not JSON', ExitCode.failure, {
      cause,
    });
  }
  const failure = bodyError(frame) ?? (event === 'error' ? { message: data } : undefined);
  if (failure) throw streamFailure(failure);
  const frames: readonly unknown[] = Array.isArray(frame) ? frame : [frame];
  return frames.filter(isChunk);
}

const isChunk = (frame: unknown): frame is StreamChunk => typeof frame === 'object' && frame !== null;

const streamFailure = ({ code = 'STREAM_ERROR', message }: { code?: string; message: string }) =>
  new StreamError(code, `the stream ended in an error: ${message}`, ExitCode.failure);

function asStreamError(error: unknown): unknown {
  const wasCut =
    error instanceof ConnectionError || (error instanceof UnexpectedAnswerError && error.truncated);
  if (!wasCut) return error;
  return new StreamError('STREAM_CUT', `the stream was cut: ${error.message}`, ExitCode.failure, {
    cause: error,
  });
}

/** The first character that isn't white space, and all bytes from the start. */
async function peek(
  iterator: AsyncIterator<Uint8Array, unknown>,
): Promise<{ mark: string | undefined; bytes: AsyncIterable<Uint8Array> }> {
  const read: Uint8Array[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    read.push(next.value);
    // Byte by byte: the marks looked for are ASCII.
    const mark = next.value.find((byte) => !whiteSpace.has(byte));
    if (mark !== undefined) return { mark: String.fromCharCode(mark), bytes: replay(read, iterator) };
  }
  return { mark: undefined, bytes: replay(read, iterator) };
}

const whiteSpace: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);

async function* replay(
  read: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array, unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* read;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
