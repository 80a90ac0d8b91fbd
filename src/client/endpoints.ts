import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import type { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import type { UpdateNotifications } from '#schemas/api/notifications.ts';
import type { CreatePtEndpoint, UpdatePtEndpointConfig } from '#schemas/api/provisioned-throughput.ts';
import type { PatchSystemMetricsExportState } from '#schemas/api/system-metrics-export.ts';
import type { PatchTelemetryConfig } from '#schemas/api/telemetry.ts';
import type { PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';
import { path } from '../http/path.ts';
import { type Api, type CallOptions, get, patch, post, put, remove } from './call.ts';
import { createEndpoint } from './create-endpoint.ts';

const endpoint = async () => (await import('./answer-schemas.ts')).ServingEndpointDetailed;
const endpoints = async () => (await import('./answer-schemas.ts')).ListEndpointsResponse;
const tags = async () => (await import('./answer-schemas.ts')).EndpointTags;
const rateLimits = async () => (await import('./answer-schemas.ts')).PutRateLimits;
const aiGateway = async () => (await import('./answer-schemas.ts')).AiGatewayConfig;
const notifications = async () => (await import('./answer-schemas.ts')).UpdateNotificationsResponse;
const logs = async () => (await import('./answer-schemas.ts')).Logs;
const optimizationInfo = async () => (await import('./answer-schemas.ts')).ModelOptimizationInfo;

const api20 = '/api/2.0/serving-endpoints';

/**
 * Serving endpoints, a method per operation of the REST API. `name` is the endpoint's name, `served` that of one of its
 * served entities. Each returns as soon as the workspace has answered; `waitForEndpoint` waits for a deployment.
 */
export const endpointsClient = (api: Api) => ({
  /** Every endpoint, as a thin row: no traffic, no pending config. There is no paging. */
  list: async (options?: CallOptions) => (await api.json(endpoints, get(api20), options)).endpoints ?? [],

  get: async (name: string, options?: CallOptions) =>
    api.json(endpoint, get(path`/api/2.0/serving-endpoints/${name}`), options),

  /** Where the answer is lost, the endpoint is looked up by name before the body is sent again. */
  create: async (body: CreateServingEndpoint, options?: CallOptions) =>
    createEndpoint(body, {
      create: () => api.json(endpoint, post(api20, body), options),
      find: () => api.json(endpoint, get(path`/api/2.0/serving-endpoints/${body.name}`), options),
    }),

  /** Replaces the whole config, traffic included. */
  updateConfig: async (name: string, body: EndpointCoreConfigInput, options?: CallOptions) =>
    api.json(endpoint, put(path`/api/2.0/serving-endpoints/${name}/config`, body), options),

  /** Adds or overwrites tags by key, and deletes keys. */
  patchTags: async (name: string, body: TagsPatch, options?: CallOptions) =>
    api.json(tags, patch(path`/api/2.0/serving-endpoints/${name}/tags`, body), options),

  /** Deprecated by Databricks in favour of the AI gateway's rate limits. */
  putRateLimits: async (name: string, body: PutRateLimits, options?: CallOptions) =>
    api.json(rateLimits, put(path`/api/2.0/serving-endpoints/${name}/rate-limits`, body), options),

  /** Replaces the whole gateway configuration: a block left out is gone. */
  putAiGateway: async (name: string, body: AiGatewayConfig, options?: CallOptions) =>
    api.json(aiGateway, put(path`/api/2.0/serving-endpoints/${name}/ai-gateway`, body), options),

  updateNotifications: async (name: string, body: UpdateNotifications, options?: CallOptions) =>
    api.json(notifications, patch(path`/api/2.0/serving-endpoints/${name}/notifications`, body), options),

  /** A body without `telemetry_config` removes it. Refused while the endpoint is updating. */
  patchTelemetryConfig: async (name: string, body: PatchTelemetryConfig, options?: CallOptions) =>
    api.json(endpoint, patch(path`/api/2.0/serving-endpoints/${name}/telemetry-config`, body), options),

  patchSystemMetricsExportState: async (
    name: string,
    body: PatchSystemMetricsExportState,
    options?: CallOptions,
  ) =>
    api.json(
      endpoint,
      patch(path`/api/2.0/serving-endpoints/${name}/system-metrics-export-state`, body),
      options,
    ),

  delete: async (name: string, options?: CallOptions) =>
    api.empty(remove(path`/api/2.0/serving-endpoints/${name}`), options),

  /** The log of the container build, `{ logs }`. */
  buildLogs: async (name: string, served: string, options?: CallOptions) =>
    api.json(logs, get(path`/api/2.0/serving-endpoints/${name}/served-models/${served}/build-logs`), options),

  /** The most recent lines of the model server, `{ logs }`. */
  logs: async (name: string, served: string, options?: CallOptions) =>
    api.json(logs, get(path`/api/2.0/serving-endpoints/${name}/served-models/${served}/logs`), options),

  /** Health metrics in the Prometheus or OpenMetrics text format. */
  metrics: async (name: string, options?: CallOptions) =>
    api.text(get(path`/api/2.0/serving-endpoints/${name}/metrics`), options),

  /** The OpenAPI document of what the endpoint can be asked. */
  openapi: async (name: string, options?: CallOptions) =>
    api.unknown(get(path`/api/2.0/serving-endpoints/${name}/openapi`), options),

  /** As `create`, for provisioned throughput in model units. */
  createProvisionedThroughput: async (body: CreatePtEndpoint, options?: CallOptions) =>
    createEndpoint(body, {
      create: () => api.json(endpoint, post(`${api20}/pt`, body), options),
      find: () => api.json(endpoint, get(path`/api/2.0/serving-endpoints/${body.name}`), options),
    }),

  updateProvisionedThroughputConfig: async (
    name: string,
    body: UpdatePtEndpointConfig,
    options?: CallOptions,
  ) => api.json(endpoint, put(path`/api/2.0/serving-endpoints/pt/${name}/config`, body), options),

  /** Custom-model endpoints only. */
  stop: async (name: string, options?: CallOptions) =>
    api.empty(post(path`/api/2.0/serving-endpoints/${name}/config:stop`), options),

  /** Makes a new config version, whose deployment is then under way. */
  start: async (name: string, options?: CallOptions) =>
    api.empty(post(path`/api/2.0/serving-endpoints/${name}/config:start`), options),

  /** Whether, and in which chunks, a model can be served with provisioned throughput. */
  getModelOptimizationInfo: async (model: string, version: string, options?: CallOptions) =>
    api.json(
      optimizationInfo,
      get(path`/api/2.0/serving-endpoints/get-model-optimization-info/${model}/${version}`),
      options,
    ),
});

export type EndpointsClient = ReturnType<typeof endpointsClient>;
