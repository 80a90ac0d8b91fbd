/**
 * The schemas of the answers, in one module: they are loaded together, and only where answers are checked. Reached one
 * by one they would split the bundle into a chunk for each noun, which every other user of a noun then has to load.
 */
export { AiGatewayConfig } from '#schemas/api/ai-gateway.ts';
export { Logs } from '#schemas/api/logs.ts';
export { UpdateNotificationsResponse } from '#schemas/api/notifications.ts';
export { PermissionLevels, ServingEndpointPermissions } from '#schemas/api/permissions.ts';
export { ModelOptimizationInfo } from '#schemas/api/provisioned-throughput.ts';
export {
  AclItem,
  GetSecretResponse,
  ListAclsResponse,
  ListScopesResponse,
  ListSecretsResponse,
} from '#schemas/api/secrets.ts';
export { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
export { ListEndpointsResponse } from '#schemas/api/serving-endpoint.ts';
export { EndpointTags, PutRateLimits } from '#schemas/api/update-bodies.ts';
