import type * as z from 'zod';
import { PermissionLevel, Principal } from '../api/permissions.ts';

/** A grant as bundles write it: by names, `level` in place of the API's `permission_level`. */
export const EndpointGrant = Principal.extend({
  level: PermissionLevel,
}).meta({
  id: 'EndpointGrant',
  description:
    'What one principal may do with the endpoint. Names exactly one of user_name, group_name and service_principal_name.',
});
export type EndpointGrant = z.infer<typeof EndpointGrant>;
