import type { QueryEndpointInput } from '#schemas/api/query.ts';
import { UnexpectedAnswerError } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { withFields } from '../http/json-text.ts';
import type { HttpResponse, Timeouts } from '../http/transport.ts';
import { type Api, type CallOptions, type Operation, post } from './call.ts';
import { type ChunkStream, openStream } from './stream.ts';

/** What a model answered. `headers` may name the entity that answered: `served-model-name`. */
export interface InvocationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** How many tries it took, where the transport counts them. */
  readonly attempts?: number;
}

/** A known form of request, or whatever JSON the model takes. */
export type InvocationBody = QueryEndpointInput | Readonly<Record<string, unknown>>;

/** What sends an operation, as it stands or another way than it says. */
export type Sender = Pick<Api, 'send'>;

/** One place to ask. */
export interface Asking {
  invoke(this: void, body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer>;
  /** `stream: true` is added to the body. Sent when the first chunk is read. */
  stream(this: void, body: InvocationBody, options?: CallOptions): ChunkStream;
}

/** A model answers something: an empty answer has been lost on the way. Throws as `readJson` does. */
async function readAnswer(response: HttpResponse): Promise<unknown> {
  const value = await readJson(response);
  if (value !== undefined) return value;
  throw new UnexpectedAnswerError(`the answer (${String(response.status)}) is empty`, { truncated: true });
}

/** Asks at a path. `read` makes a value of the answer; JSON by default. */
export const askingAt = (
  sender: Sender,
  path: string,
  read: (response: HttpResponse) => Promise<unknown> = readAnswer,
): Asking => ({
  invoke: async (body, options) => {
    const response = await sender.send(invocation(path, body), options);
    const { status, headers, attempts } = response;
    return { status, headers, body: await read(response), ...(attempts !== undefined && { attempts }) };
  },
  stream: (body, options) => openStream(sender, invocation(path, streamed(body)), options),
});

const streamed = (body: InvocationBody): InvocationBody =>
  'stream' in body && body.stream === true ? body : withFields(body, { stream: true });

/**
 * An endpoint that is scaled to zero holds the first call for minutes, and the server itself gives a model 297 s. A
 * shorter limit would only give up on answers that are paid for.
 */
const timeouts: Timeouts = { inactivity: 300_000, total: 600_000 };

const invocation = (path: string, body: unknown): Operation => ({
  ...post(path, body),
  retry: 'invocation',
  timeouts,
});
