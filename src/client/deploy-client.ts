import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import type { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointTags, PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';
import type { CallOptions } from './call.ts';
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
  readonly createEndpoint: Call<CreateEndpointArguments, ServingEndpointDetailed>;
  readonly listEndpoints: (call?: CallOptions) => Promise<readonly ServingEndpoint[]>;
  readonly getEndpoint: Call<OfEndpoint, ServingEndpointDetailed>;
  /**
   * Deprecated, as in MLflow: prefer the four below. Makes one call: a config of `rate_limits` alone goes to the rate
   * limits, any other to the config.
   */
  readonly updateEndpoint: Call<
    ConfigUpdate<EndpointCoreConfigInput | PutRateLimits>,
    ServingEndpointDetailed | PutRateLimits
  >;
  readonly updateEndpointConfig: Call<ConfigUpdate<EndpointCoreConfigInput>, ServingEndpointDetailed>;
  readonly updateEndpointTags: Call<ConfigUpdate<TagsPatch>, EndpointTags>;
  readonly updateEndpointRateLimits: Call<ConfigUpdate<PutRateLimits>, PutRateLimits>;
  readonly updateEndpointAiGateway: Call<ConfigUpdate<AiGatewayConfig>, AiGatewayConfig>;
  readonly deleteEndpoint: Call<OfEndpoint, void>;
  /** Resolves to the body of the answer, as it came. */
  readonly predict: Call<Prediction, unknown>;
  /** Yields each chunk of the answer as it comes. */
  readonly predictStream: (options: Prediction, call?: CallOptions) => ChunkStream;
}

type Call<Options, Result> = (options: Options, call?: CallOptions) => Promise<Result>;

export interface DeployClientOptions {
  /** Called with one sentence for each argument that is taken but has a better place. */
  readonly onWarning?: (warning: string) => void;
}

export function createDeployClient(client: WorkspaceClient, options: DeployClientOptions = {}): DeployClient {
  const { endpoints, query } = client;
  const warn = options.onWarning ?? (() => undefined);
  return {
    async createEndpoint(given, call) {
      const { body, warnings } = createPayload(given);
      warnings.forEach(warn);
      return endpoints.create(body, call);
    },
    listEndpoints: (call) => endpoints.list(call),
    getEndpoint: ({ endpoint }, call) => endpoints.get(endpoint, call),
    async updateEndpoint({ endpoint, config }, call) {
      warn('updateEndpoint is deprecated: use updateEndpointConfig, -Tags, -RateLimits or -AiGateway');
      return routeDeprecatedUpdate(config) === 'rate-limits'
        ? endpoints.putRateLimits(endpoint, config, call)
        : endpoints.updateConfig(endpoint, config, call);
    },
    updateEndpointConfig: ({ endpoint, config }, call) => endpoints.updateConfig(endpoint, config, call),
    updateEndpointTags: ({ endpoint, config }, call) => endpoints.patchTags(endpoint, config, call),
    updateEndpointRateLimits: ({ endpoint, config }, call) => endpoints.putRateLimits(endpoint, config, call),
    updateEndpointAiGateway: ({ endpoint, config }, call) => endpoints.putAiGateway(endpoint, config, call),
    deleteEndpoint: ({ endpoint }, call) => endpoints.delete(endpoint, call),
    predict: async ({ endpoint, inputs }, call) => (await query.invoke(endpoint, inputs, call)).body,
    predictStream: ({ endpoint, inputs }, call) => query.stream(endpoint, inputs, call),
  };
}
