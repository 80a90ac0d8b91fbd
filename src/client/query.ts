import type { QueryEndpointInput } from '#schemas/api/query.ts';
import { readJson } from '../http/body.ts';
import { path } from '../http/path.ts';
import type { Timeouts } from '../http/transport.ts';
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

/** The routes of the OpenAI-compatible surface; the body's `model` names the endpoint. */
export type OpenAiPath = 'chat/completions' | 'completions' | 'embeddings' | 'responses';

/**
 * An endpoint that is scaled to zero holds the first call for minutes, and the server itself gives a model 297 s. A
 * shorter limit would only give up on answers that are paid for.
 */
const timeouts: Timeouts = { inactivity: 300_000, total: 600_000 };

const invocation = (at: string, body: unknown): Operation => ({
  ...post(at, body),
  retry: 'invocation',
  timeouts,
});

async function invoke(api: Api, operation: Operation, options?: CallOptions): Promise<InvocationAnswer> {
  const response = await api.send(operation, options);
  const { status, headers, attempts } = response;
  return { status, headers, body: await readJson(response), ...(attempts !== undefined && { attempts }) };
}

/** Asking an endpoint. Streams yield each chunk's JSON as it comes; `stream: true` is added to the body. */
export const queryClient = (api: Api) => ({
  invoke: async (name: string, body: InvocationBody, options?: CallOptions) =>
    invoke(api, invocation(path`/serving-endpoints/${name}/invocations`, body), options),

  stream: (name: string, body: InvocationBody, options?: CallOptions): ChunkStream =>
    openStream(
      api,
      invocation(path`/serving-endpoints/${name}/invocations`, { ...body, stream: true }),
      options,
    ),

  /** Asks one served entity, past the traffic split. */
  invokeServedModel: async (name: string, served: string, body: InvocationBody, options?: CallOptions) =>
    invoke(
      api,
      invocation(path`/serving-endpoints/${name}/served-models/${served}/invocations`, body),
      options,
    ),

  streamServedModel: (
    name: string,
    served: string,
    body: InvocationBody,
    options?: CallOptions,
  ): ChunkStream =>
    openStream(
      api,
      invocation(path`/serving-endpoints/${name}/served-models/${served}/invocations`, {
        ...body,
        stream: true,
      }),
      options,
    ),

  openai: (route: OpenAiPath, body: InvocationBody, options?: CallOptions) =>
    invoke(api, invocation(`/serving-endpoints/${route}`, body), options),

  openaiStream: (route: OpenAiPath, body: InvocationBody, options?: CallOptions): ChunkStream =>
    openStream(api, invocation(`/serving-endpoints/${route}`, { ...body, stream: true }), options),
});

export type QueryClient = ReturnType<typeof queryClient>;
