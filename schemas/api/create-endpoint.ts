import * as z from 'zod';
import { createOnly } from '../traits.ts';
import { AiGatewayConfig } from './ai-gateway.ts';
import { EndpointCoreConfigInput } from './endpoint-config.ts';
import { EndpointName } from './names.ts';
import { EmailNotifications } from './notifications.ts';
import { RateLimit } from './rate-limit.ts';
import { SystemMetricsExportState } from './system-metrics-export.ts';
import { EndpointTag } from './tag.ts';
import { TelemetryConfig } from './telemetry.ts';

/** Body of `POST /api/2.0/serving-endpoints`. */
export const CreateServingEndpoint = z
  .looseObject({
    name: createOnly(
      EndpointName.describe(
        'Name of the endpoint, unique in the workspace: 1 to 63 letters, digits, "-" and "_". Callers use it; it cannot be changed.',
      ),
      'documented',
    ),
    config: EndpointCoreConfigInput.optional(),
    ai_gateway: AiGatewayConfig.optional(),
    tags: z.array(EndpointTag).optional().describe('Labels; they travel to the billing logs.'),
    rate_limits: z.array(RateLimit).optional().meta({
      description:
        'Limits of the older kind. Superseded by ai_gateway.rate_limits; both at once are refused. Answers do not show them.',
      deprecated: true,
    }),
    route_optimized: createOnly(
      z
        .boolean()
        .optional()
        .describe(
          'Whether calls take the short way to the model, with an address of their own and OAuth tokens only. For custom models and feature functions. Default: false. Cannot be changed.',
        ),
      'documented',
    ),
    description: createOnly(
      z
        .string()
        .max(1000, 'may hold at most 1000 characters')
        .optional()
        .describe('What the endpoint is for, at most 1000 characters. Cannot be changed.'),
      'tools',
    ),
    budget_policy_id: createOnly(
      z
        .string()
        .optional()
        .describe('Budget policy that the cost is booked on. Cannot be changed, and answers do not show it.'),
      'tools',
    ),
    email_notifications: EmailNotifications.optional(),
    telemetry_config: TelemetryConfig.optional(),
    uc_system_metrics_export_state: SystemMetricsExportState.optional(),
  })
  .meta({ id: 'CreateServingEndpoint', description: 'A model-serving endpoint to create.' });
export type CreateServingEndpoint = z.infer<typeof CreateServingEndpoint>;
