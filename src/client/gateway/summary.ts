import type { ConfiguredEndpoint, TrafficRoute } from '#schemas/gateway/configured-endpoint.ts';
import type { StoredEndpoint } from '#schemas/gateway/stored-endpoint.ts';
import type { GatewayEndpoint } from './server.ts';
import { standalone } from './standalone.ts';
import { trackingServer } from './tracking-server.ts';

/** The same few things of each kind of endpoint; an absent one is not said by the gateway. */
export interface EndpointSummary {
  readonly name: string;
  /** `llm/v1/chat`, … The gateway inside a tracking server knows none: there the form of a request decides. */
  readonly task?: string;
  /** What answers: `openai/gpt-4o-mini`, and its share where there are several. */
  readonly models: readonly string[];
  /** Where it is asked, below the target. */
  readonly path: string;
  /** `10 per minute`. */
  readonly limit?: string;
}

export function summaryOf(endpoint: GatewayEndpoint): EndpointSummary {
  if (isStored(endpoint)) return ofStored(endpoint);
  return isRoute(endpoint) ? ofRoute(endpoint) : ofConfigured(endpoint);
}

const isStored = (endpoint: GatewayEndpoint): endpoint is StoredEndpoint => 'endpoint_id' in endpoint;
const isRoute = (endpoint: GatewayEndpoint): endpoint is TrafficRoute => 'destinations' in endpoint;

const ofConfigured = ({
  name,
  endpoint_type,
  model,
  endpoint_url,
  limit,
}: ConfiguredEndpoint): EndpointSummary => ({
  name,
  ...(endpoint_type !== undefined && { task: endpoint_type }),
  models: model ? [modelName(model.provider, model.name ?? '')] : [],
  path: endpoint_url ?? standalone.invocations(name),
  ...(limit && { limit: `${String(limit.calls)} per ${limit.renewal_period}` }),
});

const ofRoute = ({ name, task_type, destinations }: TrafficRoute): EndpointSummary => ({
  name,
  ...(task_type !== undefined && { task: task_type }),
  models: destinations.map((one) => `${one.name} ${String(one.traffic_percentage)} %`),
  path: standalone.invocations(name),
});

function ofStored({ name, model_mappings: mappings = [] }: StoredEndpoint): EndpointSummary {
  const primaries = mappings.filter(({ linkage_type }) => linkage_type !== 'FALLBACK');
  const total = primaries.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return {
    name,
    models: mappings.map(({ model_definition: model, weight = 0, linkage_type }) => {
      const text = model ? modelName(model.provider, model.model_name) : 'a model that is gone';
      if (linkage_type === 'FALLBACK') return `${text} as fallback`;
      return primaries.length > 1 && total > 0
        ? `${text} ${String(Math.round((weight / total) * 100))} %`
        : text;
    }),
    path: trackingServer.invocations(name),
  };
}

const modelName = (provider: string, name: string): string =>
  name === '' ? provider : `${provider}/${name}`;
