import * as z from 'zod';
import { AiGatewayConfig } from './ai-gateway.ts';
import { EndpointState } from './endpoint-state.ts';
import { ExternalModelIdentity } from './external-model-identity.ts';
import { FoundationModel } from './foundation-model.ts';
import { SystemMetricsExportState } from './system-metrics-export.ts';
import { EndpointTag } from './tag.ts';
import { TelemetryConfig } from './telemetry.ts';

/** A served entity as a list of endpoints shows it. */
export const ServedEntitySpec = z
  .looseObject({
    name: z.string().optional().describe('Name of the entity.'),
    entity_name: z.string().optional().describe('The model or feature function that is served.'),
    entity_version: z.string().optional().describe('Version of the model.'),
    external_model: ExternalModelIdentity.optional(),
    foundation_model: FoundationModel.optional(),
  })
  .meta({ id: 'ServedEntitySpec', description: 'What is served, in short.', readOnly: true });
export type ServedEntitySpec = z.infer<typeof ServedEntitySpec>;

/** A served model as a list of endpoints shows it. */
export const ServedModelSpec = z
  .looseObject({
    name: z.string().optional().describe('Name of the served model.'),
    model_name: z.string().optional().describe('The model that is served.'),
    model_version: z.string().optional().describe('Version of the model.'),
  })
  .meta({
    id: 'ServedModelSpec',
    description: 'What is served, in short and in the older form.',
    readOnly: true,
  });
export type ServedModelSpec = z.infer<typeof ServedModelSpec>;

/**
 * A row of the list of endpoints: thinner than what `get` answers (no traffic, no pending configuration, no
 * permission level).
 */
export const ServingEndpoint = z
  .looseObject({
    name: z.string().describe('Name of the endpoint.'),
    id: z.string().optional().meta({
      description: 'Id of the endpoint, which permissions go by; a new one after a re-creation.',
      readOnly: true,
    }),
    creator: z.string().optional().meta({
      description:
        'Who created the endpoint. Its access to Unity Catalog is that of this identity, for good.',
      readOnly: true,
    }),
    creation_timestamp: z
      .number()
      .optional()
      .meta({ description: 'When it was created, in milliseconds since 1970.', readOnly: true }),
    last_updated_timestamp: z
      .number()
      .optional()
      .meta({ description: 'When it last changed, in milliseconds since 1970.', readOnly: true }),
    task: z.string().optional().meta({
      description:
        'What the endpoint does, such as llm/v1/chat or agent/v1/responses; empty for classic models.',
      readOnly: true,
    }),
    endpoint_type: z.string().optional().meta({
      description: 'Kind of endpoint, such as EXTERNAL_MODEL or FOUNDATION_MODEL_API.',
      readOnly: true,
    }),
    state: EndpointState.optional(),
    config: z
      .looseObject({
        served_entities: z.array(ServedEntitySpec).optional().describe('What the endpoint serves.'),
        served_models: z.array(ServedModelSpec).optional().describe('The same in the older form.'),
      })
      .optional()
      .describe('What the endpoint serves, in short.'),
    tags: z.array(EndpointTag).optional().describe('Labels of the endpoint.'),
    ai_gateway: AiGatewayConfig.optional(),
    description: z.string().optional().describe('What the endpoint is for.'),
    budget_policy_id: z.string().optional().describe('Budget policy; the service leaves it empty.'),
    usage_policy_id: z.string().optional().describe('Usage policy that the cost is booked on.'),
    telemetry_config: TelemetryConfig.optional(),
    uc_system_metrics_export_state: SystemMetricsExportState.optional(),
  })
  .meta({ id: 'ServingEndpoint', description: 'An endpoint, as a list shows it.' });
export type ServingEndpoint = z.infer<typeof ServingEndpoint>;

/** Answer of `GET /api/2.0/serving-endpoints`; without endpoints the key is absent. */
export const ListEndpointsResponse = z.looseObject({
  endpoints: z.array(ServingEndpoint).optional().describe('All endpoints that the caller may see.'),
});
export type ListEndpointsResponse = z.infer<typeof ListEndpointsResponse>;
