import { path } from '../http/path.ts';
import type { CallOptions } from './call.ts';
import type { DataPlaneRoutes, LookUp } from './data-plane.ts';
import { type DriverApp, driverProxy } from './driver-proxy.ts';
import { askingAt, type InvocationAnswer, type InvocationBody, type Sender } from './invocation.ts';
import { toServedModel } from './served-models.ts';
import type { ChunkStream } from './stream.ts';

export type { InvocationAnswer, InvocationBody };

/** The routes of the OpenAI-compatible surface; the body's `model` names the endpoint. */
export type OpenAiPath = 'chat/completions' | 'completions' | 'embeddings' | 'responses';

export interface QueryServices {
  readonly routes: DataPlaneRoutes;
  readonly lookUp: LookUp;
}

/** Asking an endpoint. Streams yield each chunk's JSON as it comes; `stream: true` is added to the body. */
export function queryClient(sender: Sender, { routes, lookUp }: QueryServices) {
  const endpoint = (name: string) =>
    askingAt(routes.automatic(name), path`/serving-endpoints/${name}/invocations`);
  const dataPlane = (name: string) =>
    askingAt(routes.forced(name), path`/serving-endpoints/${name}/invocations`);
  const servedModel = (name: string, served: string) =>
    askingAt(
      toServedModel(sender, lookUp, name, served),
      path`/serving-endpoints/${name}/served-models/${served}/invocations`,
    );
  const openAi = (route: OpenAiPath) => askingAt(sender, `/serving-endpoints/${route}`);
  return {
    /** A route-optimised endpoint that cannot be asked at the workspace's URL is asked at its own. */
    invoke: async (name: string, body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer> =>
      endpoint(name).invoke(body, options),

    stream: (name: string, body: InvocationBody, options?: CallOptions): ChunkStream =>
      endpoint(name).stream(body, options),

    /**
     * Asks a route-optimised endpoint at its own address, with a token that is good for it alone: the short way, which
     * takes OAuth. Looks the endpoint up once.
     * @throws UsageError where it has no address of its own, ConfigError where the credentials are a personal access token
     */
    dataPlane: async (name: string, body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer> =>
      dataPlane(name).invoke(body, options),

    dataPlaneStream: (name: string, body: InvocationBody, options?: CallOptions): ChunkStream =>
      dataPlane(name).stream(body, options),

    /** Asks one served entity, past the traffic split. */
    invokeServedModel: async (
      name: string,
      served: string,
      body: InvocationBody,
      options?: CallOptions,
    ): Promise<InvocationAnswer> => servedModel(name, served).invoke(body, options),

    streamServedModel: (
      name: string,
      served: string,
      body: InvocationBody,
      options?: CallOptions,
    ): ChunkStream => servedModel(name, served).stream(body, options),

    openai: async (
      route: OpenAiPath,
      body: InvocationBody,
      options?: CallOptions,
    ): Promise<InvocationAnswer> => openAi(route).invoke(body, options),

    openaiStream: (route: OpenAiPath, body: InvocationBody, options?: CallOptions): ChunkStream =>
      openAi(route).stream(body, options),

    /** Asks an app on the driver of a cluster. The answer is any JSON, or text. */
    driverProxy: async (
      app: DriverApp,
      body: InvocationBody,
      options?: CallOptions,
    ): Promise<InvocationAnswer> => driverProxy(sender, app).invoke(body, options),

    driverProxyStream: (app: DriverApp, body: InvocationBody, options?: CallOptions): ChunkStream =>
      driverProxy(sender, app).stream(body, options),
  };
}

export type QueryClient = ReturnType<typeof queryClient>;
