import * as z from 'zod';
import { EndpointCoreConfigOutput, EndpointPendingConfig } from './endpoint-config-output.ts';
import { EmailNotifications } from './notifications.ts';
import { PermissionLevel } from './permissions.ts';
import { ServingEndpoint } from './serving-endpoint.ts';

/** How to reach a route-optimised endpoint without the workspace's front door. */
export const DataPlaneInfo = z
  .looseObject({
    query_info: z
      .looseObject({
        endpoint_url: z.string().optional().describe('Address that takes the calls.'),
        authorization_details: z
          .string()
          .optional()
          .describe('To be sent unchanged when a token for that address is asked for.'),
      })
      .optional()
      .describe('Where calls go.'),
  })
  .meta({ id: 'DataPlaneInfo', description: 'Direct access to a route-optimised endpoint.', readOnly: true });
export type DataPlaneInfo = z.infer<typeof DataPlaneInfo>;

/** What `get`, `create` and the configuration updates answer. */
export const ServingEndpointDetailed = ServingEndpoint.extend({
  config: EndpointCoreConfigOutput.optional(),
  pending_config: EndpointPendingConfig.optional(),
  permission_level: PermissionLevel.optional().meta({
    description: "The caller's own permission on the endpoint.",
    readOnly: true,
  }),
  email_notifications: EmailNotifications.optional(),
  route_optimized: z.boolean().optional().describe('Whether calls take the short way to the model.'),
  endpoint_url: z.string().optional().meta({
    description: 'Address of a route-optimised endpoint.',
    readOnly: true,
  }),
  data_plane_info: DataPlaneInfo.optional(),
  creator_display_name: z
    .string()
    .optional()
    .meta({ description: 'Name of the creator, for people.', readOnly: true }),
  creator_kind: z
    .string()
    .optional()
    .meta({ description: 'Whether the creator is a user or a service principal.', readOnly: true }),
}).meta({ id: 'ServingEndpointDetailed', description: 'An endpoint with all that the service tells of it.' });
export type ServingEndpointDetailed = z.infer<typeof ServingEndpointDetailed>;
