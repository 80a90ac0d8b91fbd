import type { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
import type { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
import type { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import type { UpdateNotifications } from '#schemas/api/notifications.ts';
import type { ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import type { PatchSystemMetricsExportState } from '#schemas/api/system-metrics-export.ts';
import type { PatchTelemetryConfig } from '#schemas/api/telemetry.ts';
import type { PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';

/** The calls that change an endpoint, by the name of their operation, with the body that each takes. */
interface CallBodies {
  readonly create: CreateServingEndpoint;
  readonly 'patch-tags': TagsPatch;
  readonly 'update-notifications': UpdateNotifications;
  readonly 'patch-system-metrics-export-state': PatchSystemMetricsExportState;
  readonly 'put-rate-limits': PutRateLimits;
  readonly 'put-ai-gateway': AiGatewayConfig;
  readonly 'update-config': EndpointCoreConfigInput;
  readonly 'patch-telemetry-config': PatchTelemetryConfig;
  readonly 'update-permissions': ServingEndpointPermissionsRequest;
  readonly 'set-permissions': ServingEndpointPermissionsRequest;
}

export type CallName = keyof CallBodies;

/** One call of the API. */
interface CallStep<Name extends CallName> {
  readonly call: Name;
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly body: CallBodies[Name];
  /** The keys of the document that this call carries. */
  readonly keys: readonly string[];
}

/** The next call is refused while a config is being deployed. */
interface WaitStep {
  readonly call: 'wait';
  readonly endpoint: string;
}

/** One thing to do, as data: a list of them survives JSON. */
export type Step = { readonly [Name in CallName]: CallStep<Name> }[CallName] | WaitStep;

/** The endpoint goes; its name is free afterwards, and its permissions are gone with its id. */
export interface DeleteStep {
  readonly call: 'delete';
  readonly endpoint: string;
}
