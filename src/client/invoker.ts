import { withFields } from '../http/json-text.ts';
import type { CallOptions } from './call.ts';
import type { DriverApp } from './driver-proxy.ts';
import { openAiPath } from './openai-path.ts';
import type { InvocationAnswer, InvocationBody, QueryClient } from './query.ts';
import type { ChunkStream } from './stream.ts';

/** One endpoint, and one way to ask it: whoever holds it knows neither its URL nor its credentials. */
export interface Invoker {
  invoke(body: InvocationBody, options?: CallOptions): Promise<InvocationAnswer>;
  /** `stream: true` is added to the body. Sent when the first chunk is read. */
  stream(body: InvocationBody, options?: CallOptions): ChunkStream;
}

/** Whatever asks endpoints by name: a workspace, or an MLflow gateway. */
export type Asker = Pick<QueryClient, 'invoke' | 'stream'>;

/** Asks the endpoint `name`, whichever of its entities the traffic split chooses. */
export const endpointInvoker = (asker: Asker, name: string): Invoker => ({
  invoke: (body, options) => asker.invoke(name, body, options),
  stream: (body, options) => asker.stream(name, body, options),
});

/** Asks a route-optimised endpoint at its own address. */
export const dataPlaneInvoker = (query: QueryClient, name: string): Invoker => ({
  invoke: (body, options) => query.dataPlane(name, body, options),
  stream: (body, options) => query.dataPlaneStream(name, body, options),
});

/** Asks one served entity of the endpoint, past the traffic split. */
export const servedModelInvoker = (query: QueryClient, name: string, served: string): Invoker => ({
  invoke: (body, options) => query.invokeServedModel(name, served, body, options),
  stream: (body, options) => query.streamServedModel(name, served, body, options),
});

/**
 * Asks as an OpenAI client does: on the path that the form of the body calls for, with the endpoint's name as `model`.
 * @param task the endpoint's, where it is known: it decides what the form leaves open
 */
export const openAiInvoker = (query: QueryClient, name: string, task?: string): Invoker => {
  const pathFor = (body: InvocationBody, isStream: boolean) =>
    openAiPath({ body, isStream, ...(task !== undefined && { task }) });
  return {
    invoke: async (body, options) =>
      query.openai(pathFor(body, false), withFields(body, { model: name }), options),
    stream: (body, options) =>
      query.openaiStream(pathFor(body, true), withFields(body, { model: name }), options),
  };
};

/** Asks an app on the driver of a cluster. */
export const driverProxyInvoker = (query: QueryClient, app: DriverApp): Invoker => ({
  invoke: (body, options) => query.driverProxy(app, body, options),
  stream: (body, options) => query.driverProxyStream(app, body, options),
});
