import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import type { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';
import { type CreateEndpointArguments, createPayload, routeDeprecatedUpdate } from './deploy-payload.ts';
import type { InvocationBody } from './query.ts';
import type { ChunkStream } from './stream.ts';
import type { WorkspaceClient } from './workspace-client.ts';

interface OfEndpoint {
  readonly endpoint: string;
}

interface Prediction extends OfEndpoint {
  /** The whole request body: `{ messages }`, `{ input }`, `{ dataframe_records }`, … */
  readonly inputs: InvocationBody;
}

interface ConfigUpdate<Config> extends OfEndpoint {
  readonly config: Config;
}

/**
 * MLflow's deployments client for Databricks, its names in camel case and its semantics. No method waits for a
 * deployment: `waitForEndpoint` does. Errors are those of the workspace client.
 */
export interface DeployClient {
  /** Takes the API's create request as `config`, or the older style where `config` holds the served entities itself. */
  createEndpoint(this: void, options: CreateEndpointArguments): Promise<ServingEndpointDetailed>;
  listEndpoints(this: void): Promise<readonly ServingEndpoint[]>;
  getEndpoint(this: void, options: OfEndpoint): Promise<ServingEndpointDetailed>;
  /**
   * One call: a config of `rate_limits` alone updates the rate limits, any other the config.
   * @deprecated as in MLflow: use `updateEndpointConfig`, `-Tags`, `-RateLimits` or `-AiGateway`
   */
  updateEndpoint(this: void, options: ConfigUpdate<EndpointCoreConfigInput | PutRateLimits>): Promise<object>;
  updateEndpointConfig(
    this: void,
    options: ConfigUpdate<EndpointCoreConfigInput>,
  ): Promise<ServingEndpointDetailed>;
  updateEndpointTags(this: void, options: ConfigUpdate<TagsPatch>): Promise<object>;
  updateEndpointRateLimits(this: void, options: ConfigUpdate<PutRateLimits>): Promise<PutRateLimits>;
  updateEndpointAiGateway(this: void, options: ConfigUpdate<AiGatewayConfig>): Promise<AiGatewayConfig>;
  deleteEndpoint(this: void, options: OfEndpoint): Promise<void>;
  /** Resolves to the body of the answer, as it came. */
  predict(this: void, options: Prediction): Promise<unknown>;
  predictStream(this: void, options: Prediction): ChunkStream;
}

export interface DeployClientOptions {
  /** Called with one sentence for each argument that is taken but has a better place. */
  readonly onWarning?: (warning: string) => void;
}

export function createDeployClient(client: WorkspaceClient, options: DeployClientOptions = {}): DeployClient {
  const { endpoints, query } = client;
  const warn = options.onWarning ?? (() => undefined);
  return {
    async createEndpoint(given) {
      const { body, warnings } = createPayload(given);
      warnings.forEach(warn);
      return endpoints.create(body as CreateServingEndpoint);
    },
    listEndpoints: () => endpoints.list(),
    getEndpoint: ({ endpoint }) => endpoints.get(endpoint),
    async updateEndpoint({ endpoint, config }) {
      warn('updateEndpoint is deprecated: use updateEndpointConfig, -Tags, -RateLimits or -AiGateway');
      return routeDeprecatedUpdate(config) === 'rate-limits'
        ? endpoints.putRateLimits(endpoint, config as PutRateLimits)
        : endpoints.updateConfig(endpoint, config as EndpointCoreConfigInput);
    },
    updateEndpointConfig: ({ endpoint, config }) => endpoints.updateConfig(endpoint, config),
    updateEndpointTags: ({ endpoint, config }) => endpoints.patchTags(endpoint, config),
    updateEndpointRateLimits: ({ endpoint, config }) => endpoints.putRateLimits(endpoint, config),
    updateEndpointAiGateway: ({ endpoint, config }) => endpoints.putAiGateway(endpoint, config),
    deleteEndpoint: ({ endpoint }) => endpoints.delete(endpoint),
    predict: async ({ endpoint, inputs }) => (await query.invoke(endpoint, inputs)).body,
    predictStream: ({ endpoint, inputs }) => query.stream(endpoint, inputs),
  };
}
