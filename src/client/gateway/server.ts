import type { ConfiguredEndpoint, TrafficRoute } from '#schemas/gateway/configured-endpoint.ts';
import type { StoredEndpoint } from '#schemas/gateway/stored-endpoint.ts';
import type { Api, CallOptions } from '../call.ts';

/** What a gateway says of one of its endpoints, as it came. */
export type GatewayEndpoint = ConfiguredEndpoint | TrafficRoute | StoredEndpoint;

/** One of the servers that MLflow has called its AI Gateway, each with paths and words of its own. */
export interface GatewayServer {
  /** How to start it. */
  readonly command: string;
  /** A path that it alone answers. */
  readonly mark: string;
  /** Whether the answer to `mark` is this server's. */
  isMark(this: void, answer: unknown): boolean;
  list(api: Api, options?: CallOptions): Promise<readonly GatewayEndpoint[]>;
  get(api: Api, name: string, options?: CallOptions): Promise<GatewayEndpoint>;
  /** Where the endpoint is asked. */
  invocations(this: void, name: string): string;
}
