import type { CallOptions } from '../../src/client/call.ts';
import type { Invoker } from '../../src/client/invoker.ts';
import type { InvocationBody } from '../../src/client/query.ts';
import type { ChunkStream, StreamChunk } from '../../src/client/stream.ts';

export interface ScriptedInvoker extends Invoker {
  readonly calls: readonly { readonly body: InvocationBody; readonly options: CallOptions | undefined }[];
  /** How many arrivals of streams were read. */
  readonly read: number;
}

/**
 * An invoker that answers each request with what `reply` makes of it, and streams `arrivals`, the last with `[DONE]` unless
 * `done` says otherwise.
 */
export function scriptedInvoker(
  reply: (body: InvocationBody, call: number) => unknown,
  arrivals: readonly (readonly StreamChunk[])[] = [],
  done = true,
): ScriptedInvoker {
  const calls: { readonly body: InvocationBody; readonly options: CallOptions | undefined }[] = [];
  let read = 0;
  return {
    calls,
    get read() {
      return read;
    },
    invoke: async (body, options) => {
      calls.push({ body, options });
      return { status: 200, headers: { 'served-model-name': 'm' }, body: reply(body, calls.length) };
    },
    stream: (body, options): ChunkStream => {
      calls.push({ body, options });
      async function* all(): AsyncGenerator<readonly StreamChunk[], void, undefined> {
        for (const chunks of arrivals) {
          read += 1;
          yield await Promise.resolve(chunks);
        }
      }
      const iterator = all();
      return {
        done,
        head: { status: 200, headers: {} },
        arrivals: iterator,
        async *[Symbol.asyncIterator]() {
          for await (const chunks of iterator) yield* chunks;
        },
      };
    },
  };
}
