import { randomUUID } from 'node:crypto';
import { flag, message, text, type Decoded } from '../decode.ts';
import { ApiFault, invalidParameter } from '../http/api-fault.ts';
import type { Caller } from '../http/app.ts';
import { startDeployment } from '../lifecycle.ts';
import { credentialContext, type ControlServices } from '../services.ts';
import type { EndpointRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { aiGateway, readAiGateway } from './ai-gateway.ts';
import { endpointConfig, readConfig } from './config.ts';
import { requireName } from './names.ts';
import { emailNotifications } from './notifications.ts';
import { legacyRateLimits, readLegacyRateLimits } from './rate-limits.ts';
import { readExportState } from './system-metrics.ts';
import { readTags, tags } from './tags.ts';
import { readTelemetry, telemetryConfig, withoutTelemetry } from './telemetry.ts';

export const createRequest = message({
  name: text,
  config: endpointConfig,
  ai_gateway: aiGateway,
  tags,
  rate_limits: legacyRateLimits,
  route_optimized: flag,
  description: text,
  budget_policy_id: text,
  email_notifications: emailNotifications,
  telemetry_config: telemetryConfig,
  uc_system_metrics_export_state: text,
});

type CreateRequest = Decoded<typeof createRequest>;

/** Makes an endpoint, and starts its deployment where the request has a config. @throws ApiFault 400, 409 */
export function createEndpoint(
  { options, store, vault, directory, now }: ControlServices,
  request: CreateRequest,
  caller: Caller,
): EndpointRecord {
  const creator = caller.name;
  return store.transaction(() => {
    const empty = emptyEndpoint(request, creator, now());
    refuseExisting(directory.find(empty.name));
    const seal = (plain: string): string => vault.seal(plain, credentialContext(empty.id));
    const config =
      request.config &&
      readConfig(request.config, undefined, { creator, now: now(), seal, endpoint: empty.name });
    if (empty.route_optimized && config?.served_entities.some((entity) => entity.external_model)) {
      throw invalidParameter('Route optimization is not supported for endpoints with external models.');
    }
    const endpoint = withSettings(config ? startDeployment(empty, config, options, now()) : empty, request);
    store.endpoints.put(endpoint);
    grantCreator(store, endpoint, caller);
    return endpoint;
  });
}

export function grantCreator(store: Store, endpoint: EndpointRecord, { kind, name }: Caller): void {
  const grant = { kind: `${kind}_name`, principal: name, permission_level: 'CAN_MANAGE' } as const;
  store.permissions.replace(endpoint.id, [grant]);
}

export function refuseExisting(endpoint: EndpointRecord | undefined): void {
  if (!endpoint) return;
  throw new ApiFault(409, 'RESOURCE_ALREADY_EXISTS', `Endpoint with name '${endpoint.name}' already exists.`);
}

export function emptyEndpoint(
  request: Pick<CreateRequest, 'name' | 'description' | 'route_optimized' | 'budget_policy_id' | 'tags'>,
  creator: string,
  now: number,
): EndpointRecord {
  const { description = '', budget_policy_id } = request;
  if (description.length > 1000) {
    throw invalidParameter("'description' can have at most 1000 characters.");
  }
  return {
    id: randomUUID().replaceAll('-', ''),
    name: requireName(request.name, 'Endpoint name'),
    creator,
    creation_timestamp: now,
    last_updated_timestamp: now,
    description,
    route_optimized: request.route_optimized ?? false,
    ...(budget_policy_id !== undefined && { budget_policy_id }),
    tags: readTags(request.tags ?? []),
    config_update: 'NOT_UPDATING',
    stopped: false,
    last_config_version: 0,
  };
}

function withSettings(endpoint: EndpointRecord, request: CreateRequest): EndpointRecord {
  const gateway = request.ai_gateway && readAiGateway(request.ai_gateway, undefined);
  const exportState = readExportState(request.uc_system_metrics_export_state);
  // Unlike the call that sets it, create drops telemetry that the endpoint can't have, and reports success.
  const telemetry = withoutTelemetry(endpoint)
    ? undefined
    : readTelemetry(request.telemetry_config, undefined);
  return {
    ...endpoint,
    ...(gateway && { ai_gateway: gateway }),
    ...(request.rate_limits && { rate_limits: readLegacyRateLimits(request.rate_limits, endpoint) }),
    ...(request.email_notifications && { email_notifications: request.email_notifications }),
    ...(telemetry && { telemetry_config: telemetry }),
    ...(exportState !== undefined && { uc_system_metrics_export_state: exportState }),
  };
}
