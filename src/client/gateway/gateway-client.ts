import type { Transport } from '../../http/transport.ts';
import { path } from '../../http/path.ts';
import { type CallOptions, type ClientOptions, createApi } from '../call.ts';
import { askingAt, type InvocationAnswer, type InvocationBody, type Sender } from '../invocation.ts';
import type { ChunkStream } from '../stream.ts';
import { detectServer } from './detect.ts';
import { adviseForGateway, nameMissing } from './failures.ts';
import type { GatewayEndpoint, GatewayServer } from './server.ts';

/** An MLflow AI Gateway: what there is can be listed, shown and asked, and nothing changed. Errors are as a workspace client's. */
export interface GatewayClient {
  /** The target, without a slash at its end. */
  readonly url: string;
  readonly list: (options?: CallOptions) => Promise<readonly GatewayEndpoint[]>;
  readonly get: (name: string, options?: CallOptions) => Promise<GatewayEndpoint>;
  readonly invoke: (name: string, body: InvocationBody, options?: CallOptions) => Promise<InvocationAnswer>;
  readonly stream: (name: string, body: InvocationBody, options?: CallOptions) => ChunkStream;
}

/** The client over a transport to a gateway. Which of MLflow's it is the first call finds out. */
export function createGatewayClient(
  transport: Transport,
  url: string,
  options: ClientOptions = {},
): GatewayClient {
  const api = createApi(transport, options);
  let known: GatewayServer | undefined;
  const server = async (call?: CallOptions): Promise<GatewayServer> =>
    (known ??= await detectServer(api, url, call));

  const toEndpoint = (name: string): Sender => ({
    async send(operation, call) {
      try {
        const { invocations } = await server(call);
        return await api.send({ ...operation, path: invocations(name) }, call);
      } catch (error) {
        throw adviseForGateway(nameMissing(error, name));
      }
    },
  });
  const endpoint = (name: string) => askingAt(toEndpoint(name), path`/gateway/${name}/invocations`);

  return {
    url,
    list: (call) => advised(async () => (await server(call)).list(api, call)),
    get: (name, call) => advised(async () => (await server(call)).get(api, name, call)),
    invoke: (name, body, call) => advised(async () => endpoint(name).invoke(body, call)),
    stream: (name, body, call) => endpoint(name).stream(body, call),
  };
}

async function advised<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw adviseForGateway(error);
  }
}
