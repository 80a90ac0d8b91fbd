import * as z from 'zod';
import { openEnum } from '../open-enum.ts';

export const PermissionLevel = openEnum(['CAN_VIEW', 'CAN_QUERY', 'CAN_MANAGE']).describe(
  'CAN_VIEW sees the endpoint, CAN_QUERY may call it too, CAN_MANAGE may change and delete it too.',
);
export type PermissionLevel = z.infer<typeof PermissionLevel>;

/** The fields that name a principal; an entry has exactly one of them. */
export const principalFields = ['user_name', 'group_name', 'service_principal_name'] as const;

/** Shared by requests, answers and our own `permissions`. */
export const Principal = z.looseObject({
  user_name: z.string().optional().describe('E-mail address of a user.'),
  group_name: z.string().optional().describe('Name of a group.'),
  service_principal_name: z
    .string()
    .optional()
    .describe('Application id of a service principal; servectl takes its display name too.'),
});
export type Principal = z.infer<typeof Principal>;

export const AccessControlRequest = Principal.extend({
  permission_level: PermissionLevel.optional(),
}).meta({
  id: 'AccessControlRequest',
  description: 'What one principal may do. Name exactly one principal.',
});
export type AccessControlRequest = z.infer<typeof AccessControlRequest>;

/** Body of `PUT` (replaces all direct grants; empty removes them) and `PATCH` (adds and changes). */
export const ServingEndpointPermissionsRequest = z
  .looseObject({
    access_control_list: z.array(AccessControlRequest).optional().describe('One entry a principal.'),
  })
  .meta({ id: 'ServingEndpointPermissionsRequest', description: 'Who may do what with the endpoint.' });
export type ServingEndpointPermissionsRequest = z.infer<typeof ServingEndpointPermissionsRequest>;

export const Permission = z.looseObject({
  permission_level: PermissionLevel.optional(),
  inherited: z.boolean().optional().describe('Whether it comes from a parent object.'),
  inherited_from_object: z.array(z.string()).optional().describe('The objects that it comes from.'),
});
export type Permission = z.infer<typeof Permission>;

export const AccessControlResponse = Principal.extend({
  display_name: z.string().optional().describe('Name of the principal, for people.'),
  all_permissions: z.array(Permission).optional().describe('Its permissions, direct and inherited.'),
});
export type AccessControlResponse = z.infer<typeof AccessControlResponse>;

export const ServingEndpointPermissions = z.looseObject({
  object_id: z.string().optional().describe('/serving-endpoints/ and the id of the endpoint.'),
  object_type: z.string().optional().describe('Always serving-endpoint.'),
  access_control_list: z.array(AccessControlResponse).optional().describe('One entry a principal.'),
});
export type ServingEndpointPermissions = z.infer<typeof ServingEndpointPermissions>;

export const PermissionLevels = z.looseObject({
  permission_levels: z
    .array(
      z.looseObject({
        permission_level: PermissionLevel.optional(),
        description: z.string().optional().describe('What the level allows.'),
      }),
    )
    .optional()
    .describe('The levels that the caller can grant.'),
});
export type PermissionLevels = z.infer<typeof PermissionLevels>;
