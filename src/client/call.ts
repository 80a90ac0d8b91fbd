import type * as z from 'zod';
import { decodeError } from '../http/decode-error.ts';
import { readJson, readText } from '../http/body.ts';
import { jsonText } from '../http/json-text.ts';
import { ServectlError, UnexpectedAnswerError } from '../errors.ts';
import type {
  DataPlane,
  HttpRequest,
  HttpResponse,
  Method,
  RetryPolicy,
  Timeouts,
  Transport,
} from '../http/transport.ts';

/** What a caller may set on any one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeouts?: Timeouts;
  /** Added to the request's own; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the place of what suits the operation: `never` for a caller that has its own way with limits. */
  readonly retry?: RetryPolicy;
  /** Called when the request is about to be sent again. */
  readonly onRetry?: () => void;
}

export interface ClientOptions {
  /**
   * Called with one line for each answer that doesn't fit its schema; the answer is passed on as it came.
   * Without it no answer is checked and no schema is loaded.
   */
  readonly onMismatch?: (note: string) => void;
}

/** One request of the API, before the caller's own options. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  /** Sent as JSON where defined. */
  readonly body?: unknown;
  readonly accept?: string;
  readonly retry?: RetryPolicy;
  readonly timeouts?: Timeouts;
  readonly dataPlane?: DataPlane;
}

/** Reaches the schema of an answer; `T` is what the answer is taken for. */
type AnswerSchema<T> = () => Promise<z.ZodType<T>>;

/** The few ways to make a call; every method of the client is one line over one of them. */
export interface Api {
  /** Sends, and hands over a 2xx answer whose body is still to be read. Throws an `ApiError` for any other status. */
  send(operation: Operation, options?: CallOptions): Promise<HttpResponse>;
  /** Sends, and reads a JSON answer of type `T`, unknown fields and all. */
  json<T>(schema: AnswerSchema<T>, operation: Operation, options?: CallOptions): Promise<T>;
  /** Sends, and reads a JSON answer of no known schema; undefined where it is empty. */
  unknown(operation: Operation, options?: CallOptions): Promise<unknown>;
  text(operation: Operation, options?: CallOptions): Promise<string>;
  /** Sends, and reads an answer that says nothing: a body may be absent, but nothing else than JSON. */
  empty(operation: Operation, options?: CallOptions): Promise<void>;
}

export const get = (path: string): Operation => ({ method: 'GET', path });
export const post = (path: string, body?: unknown): Operation => ({ method: 'POST', path, body });
export const put = (path: string, body: unknown): Operation => ({ method: 'PUT', path, body });
export const patch = (path: string, body: unknown): Operation => ({ method: 'PATCH', path, body });
export const remove = (path: string): Operation => ({ method: 'DELETE', path });

export function createApi(transport: Transport, { onMismatch }: ClientOptions = {}): Api {
  async function send(operation: Operation, options: CallOptions = {}): Promise<HttpResponse> {
    const request = toRequest(operation, options);
    const response = await transport.send(request);
    if (response.status >= 200 && response.status < 300) return response;
    throw decodeError(request, response, await readErrorText(response, options.signal));
  }

  async function text(operation: Operation, options?: CallOptions): Promise<string> {
    return readText(await send(operation, options));
  }

  async function unknown(operation: Operation, options?: CallOptions): Promise<unknown> {
    return readJson(await send(operation, options));
  }

  return {
    send,
    text,
    unknown,
    async json<T>(schema: AnswerSchema<T>, operation: Operation, options?: CallOptions): Promise<T> {
      const answer = await unknown(operation, options);
      if (answer === undefined) throw emptyAnswer(operation);
      refuseOtherKinds(operation, answer);
      if (onMismatch) await check(schema, operation, answer, onMismatch);
      // The API grows without notice: an answer is what the server says it is, so a misfit is told, never refused.
      return answer as T;
    },
    async empty(operation, options) {
      // Read all the same: a login page in its place says that nothing was done.
      await unknown(operation, options);
    },
  };
}

function toRequest(operation: Operation, options: CallOptions): HttpRequest {
  const { method, path, body, accept = 'application/json' } = operation;
  const retry = options.retry ?? operation.retry;
  const timeouts = { ...operation.timeouts, ...options.timeouts };
  return {
    method,
    path,
    headers: {
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: jsonText(body) }),
    ...(retry === undefined ? {} : { retry }),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onRetry === undefined ? {} : { onRetry: options.onRetry }),
    ...(operation.dataPlane === undefined ? {} : { dataPlane: operation.dataPlane }),
  };
}

/** Where an answer is due, an empty one has been lost on the way. */
const emptyAnswer = ({ method, path }: Operation): UnexpectedAnswerError =>
  new UnexpectedAnswerError(`the answer to ${method} ${path} is empty`, { truncated: true });

/**
 * Every schema of the API is an object: anything else comes from another server, and must not pass for an empty list.
 * Changes are not so strict, because older workspaces answer a change of tags with the bare list of them.
 */
function refuseOtherKinds({ method, path }: Operation, answer: unknown): void {
  const kind = kindOf(answer);
  if (kind === 'an object' || (kind === 'a list' && method !== 'GET')) return;
  throw new UnexpectedAnswerError(`the answer to ${method} ${path} is ${kind} where an object was expected`, {
    hint: 'check the host (DATABRICKS_HOST, or the profile), and any proxy on the way',
  });
}

function kindOf(answer: unknown): string {
  if (answer === null) return 'null';
  if (Array.isArray(answer)) return 'a list';
  if (typeof answer === 'object') return 'an object';
  return typeof answer === 'string' ? 'a text' : `a ${typeof answer}`;
}

/** An error whose text broke off is still told by its status. */
async function readErrorText(response: HttpResponse, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await readText(response);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ServectlError) return '';
    throw error;
  }
}

async function check(
  schema: AnswerSchema<unknown>,
  operation: Operation,
  answer: unknown,
  onMismatch: (note: string) => void,
): Promise<void> {
  const result = (await schema()).safeParse(answer);
  if (result.success) return;
  const misfits = result.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
  onMismatch(`${operation.method} ${operation.path} answered an unknown form: ${misfits.join('; ')}`);
}
