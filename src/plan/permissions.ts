import type { ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import type { EndpointGrant } from '#schemas/manifest/grant.ts';

/** Grants in a manifest's words as the body of the permissions calls: `level` is `permission_level` there. */
export const permissionsBody = (grants: readonly EndpointGrant[]): ServingEndpointPermissionsRequest => ({
  access_control_list: grants.map(({ level, ...principal }) => ({ ...principal, permission_level: level })),
});
