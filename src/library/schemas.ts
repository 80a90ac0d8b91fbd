/**
 * The API's nouns and the manifest, as Zod schemas: `schemas.CreateServingEndpoint.parse(value)`, and the type of the
 * same name. All objects are loose: unknown fields pass, since the API grows without notice.
 */
export { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
export { AiGatewayGuardrails } from '#schemas/api/ai-gateway-guardrails.ts';
export { AiGatewayRateLimit } from '#schemas/api/ai-gateway-rate-limit.ts';
export { CreateServingEndpoint } from '#schemas/api/create-endpoint.ts';
export { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
export {
  EndpointCoreConfigOutput,
  EndpointPendingConfig,
  ServedEntityOutput,
} from '#schemas/api/endpoint-config-output.ts';
export { EndpointState } from '#schemas/api/endpoint-state.ts';
export { ErrorEnvelope } from '#schemas/api/error-envelope.ts';
export { ExternalModel } from '#schemas/api/external-model.ts';
export { EmailNotifications } from '#schemas/api/notifications.ts';
export {
  AccessControlRequest,
  ServingEndpointPermissions,
  ServingEndpointPermissionsRequest,
} from '#schemas/api/permissions.ts';
export { CreatePtEndpoint } from '#schemas/api/provisioned-throughput.ts';
export { QueryEndpointResponse } from '#schemas/api/query-answer.ts';
export { QueryChunk } from '#schemas/api/query-chunk.ts';
export { ChatMessage, QueryEndpointInput } from '#schemas/api/query.ts';
export { RateLimit } from '#schemas/api/rate-limit.ts';
export {
  AclItem,
  CreateScope,
  PutAcl,
  PutSecret,
  SecretMetadata,
  SecretScope,
} from '#schemas/api/secrets.ts';
export { ServedEntityInput } from '#schemas/api/served-entity.ts';
export { ServedModelInput } from '#schemas/api/served-model.ts';
export { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
export { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
export { EndpointTag } from '#schemas/api/tag.ts';
export { TelemetryConfig } from '#schemas/api/telemetry.ts';
export { Route, TrafficConfig } from '#schemas/api/traffic-config.ts';
export { PutRateLimits, TagsPatch } from '#schemas/api/update-bodies.ts';
export { EndpointDocument, EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
