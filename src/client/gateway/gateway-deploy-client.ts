import { UsageError } from '../../errors.ts';
import type { CallOptions } from '../call.ts';
import type { DeployClient } from '../deploy-client.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { GatewayEndpoint } from './server.ts';

/**
 * MLflow's deployments client for a gateway, as `get_deploy_client("http://…")` in Python: its endpoints can be listed,
 * shown and asked, and `predictStream` works too, which MLflow's own leaves out. What it has not, it refuses with a
 * UsageError, where that of a workspace is expected.
 */
export interface GatewayDeployClient extends Pick<DeployClient, 'predict' | 'predictStream'> {
  /** Each as the gateway says it. */
  readonly listEndpoints: (call?: CallOptions) => Promise<readonly GatewayEndpoint[]>;
  readonly getEndpoint: (
    options: { readonly endpoint: string },
    call?: CallOptions,
  ) => Promise<GatewayEndpoint>;
}

type Missing = Omit<DeployClient, keyof GatewayDeployClient>;

export function createGatewayDeployClient(gateway: GatewayClient): GatewayDeployClient & Missing {
  const missing = (method: string) => (): Promise<never> =>
    Promise.reject(
      new UsageError(
        `${method} is not for the gateway ${gateway.url}, whose endpoints are configured elsewhere`,
        {
          hint: "getDeployClient('databricks') is for a workspace; a gateway has listEndpoints, getEndpoint, predict and predictStream",
        },
      ),
    );
  return {
    listEndpoints: (call) => gateway.list(call),
    getEndpoint: ({ endpoint }, call) => gateway.get(endpoint, call),
    predict: async ({ endpoint, inputs }, call) => (await gateway.invoke(endpoint, inputs, call)).body,
    predictStream: ({ endpoint, inputs }, call) => gateway.stream(endpoint, inputs, call),
    createEndpoint: missing('createEndpoint'),
    updateEndpoint: missing('updateEndpoint'),
    updateEndpointConfig: missing('updateEndpointConfig'),
    updateEndpointTags: missing('updateEndpointTags'),
    updateEndpointRateLimits: missing('updateEndpointRateLimits'),
    updateEndpointAiGateway: missing('updateEndpointAiGateway'),
    deleteEndpoint: missing('deleteEndpoint'),
  };
}
