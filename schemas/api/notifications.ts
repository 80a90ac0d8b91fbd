import * as z from 'zod';

export const EmailNotifications = z
  .looseObject({
    on_update_success: z
      .array(z.string())
      .optional()
      .describe('E-mail addresses that are told when a configuration was deployed.'),
    on_update_failure: z
      .array(z.string())
      .optional()
      .describe('E-mail addresses that are told when a configuration could not be deployed.'),
  })
  .meta({
    id: 'EmailNotifications',
    description: 'Who is told of deployments by e-mail. It is replaced as a whole, at any time.',
  });
export type EmailNotifications = z.infer<typeof EmailNotifications>;

/** Body of `PATCH …/notifications`. */
export const UpdateNotifications = z
  .looseObject({ email_notifications: EmailNotifications.optional() })
  .meta({
    id: 'UpdateNotifications',
    description: "New notification settings, in place of the endpoint's own.",
  });
export type UpdateNotifications = z.infer<typeof UpdateNotifications>;

export const UpdateNotificationsResponse = UpdateNotifications.extend({
  name: z.string().optional().describe('Name of the endpoint.'),
});
export type UpdateNotificationsResponse = z.infer<typeof UpdateNotificationsResponse>;
