/**
 * The schemas that are published as JSON Schema, in one module: they are loaded when one of them is asked for. Reached
 * one by one they would split the bundle into a chunk for each noun, which every other user of a noun then has to load.
 */
export { AiGatewayConfig } from './api/ai-gateway.ts';
export { CreateServingEndpoint } from './api/create-endpoint.ts';
export { EndpointCoreConfigInput } from './api/endpoint-config.ts';
export { UpdateNotifications } from './api/notifications.ts';
export { ServingEndpointPermissionsRequest } from './api/permissions.ts';
export { CreatePtEndpoint, UpdatePtEndpointConfig } from './api/provisioned-throughput.ts';
export { QueryEndpointInput } from './api/query.ts';
export { CreateScope, PutAcl, PutSecret } from './api/secrets.ts';
export { PatchSystemMetricsExportState } from './api/system-metrics-export.ts';
export { PatchTelemetryConfig } from './api/telemetry.ts';
export { PutRateLimits, TagsPatch } from './api/update-bodies.ts';
export { EndpointAsWritten, EndpointUpdateAsWritten } from './manifest/flat.ts';
