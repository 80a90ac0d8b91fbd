import * as z from 'zod';
import { openEnum } from '../open-enum.ts';
import { createOnly } from '../traits.ts';
import { AiGatewayConfig } from './ai-gateway.ts';
import { EndpointName, ServedEntityName } from './names.ts';
import { EmailNotifications } from './notifications.ts';
import { EndpointTag } from './tag.ts';
import { TrafficConfig } from './traffic-config.ts';

export const PtServedModel = z
  .looseObject({
    name: ServedEntityName.optional().describe(
      'Name of the entity, unique on the endpoint. Default: the last part of entity_name and the version, joined by "-".',
    ),
    entity_name: z
      .string()
      .describe('The foundation model, a Unity Catalog name such as system.ai.llama-4-maverick.'),
    entity_version: z.string().optional().describe('Version of the model, a number in quotes.'),
    provisioned_model_units: z
      .int()
      .min(0)
      .describe('Reserved model units, in steps that depend on the model.'),
    burst_scaling_enabled: z.boolean().optional().meta({
      description: 'Whether the model may go beyond its units for a while. Default: true.',
      writeOnly: true,
    }),
    pt_term: openEnum(['COMMITMENT_TERM_1_MONTH', 'COMMITMENT_TERM_3_MONTHS'])
      .optional()
      .describe('Buys the units for a term, in place of paying by the hour.'),
    pt_auto_renew: z
      .boolean()
      .optional()
      .describe('Whether the term is renewed when it ends. Only with pt_term.'),
  })
  .meta({ id: 'PtServedModel', description: 'A foundation model with reserved capacity.' });
export type PtServedModel = z.infer<typeof PtServedModel>;

export const PtEndpointCoreConfig = z
  .looseObject({
    served_entities: z.array(PtServedModel).optional().describe('The models that the endpoint serves.'),
    traffic_config: TrafficConfig.optional(),
  })
  .meta({ id: 'PtEndpointCoreConfig', description: 'What the endpoint serves and how traffic is split.' });
export type PtEndpointCoreConfig = z.infer<typeof PtEndpointCoreConfig>;

export const PtCommitmentRelocation = z
  .looseObject({
    source_endpoint: z.string().describe('Name of the endpoint that holds the commitments now.'),
    commitment_ids: z
      .array(z.string())
      .optional()
      .describe('The commitments to move: all of them move, or none.'),
  })
  .meta({ id: 'PtCommitmentRelocation', description: 'Moves bought capacity here from another endpoint.' });
export type PtCommitmentRelocation = z.infer<typeof PtCommitmentRelocation>;

export const PtCommitmentAutoRenew = z
  .looseObject({
    commitment_id: z.string().describe('The commitment.'),
    auto_renew: z.boolean().describe('Whether it is renewed when its term ends.'),
  })
  .meta({ id: 'PtCommitmentAutoRenew', description: 'Turns the renewal of a commitment on or off.' });
export type PtCommitmentAutoRenew = z.infer<typeof PtCommitmentAutoRenew>;

/** Body of `POST /api/2.0/serving-endpoints/pt`. */
export const CreatePtEndpoint = z
  .looseObject({
    name: createOnly(
      EndpointName.describe('Name of the endpoint, unique in the workspace; it cannot be changed.'),
      'documented',
    ),
    config: PtEndpointCoreConfig,
    ai_gateway: AiGatewayConfig.optional(),
    tags: z.array(EndpointTag).optional().describe('Labels; they travel to the billing logs.'),
    budget_policy_id: createOnly(
      z.string().optional().describe('Budget policy that the cost is booked on.'),
      'tools',
    ),
    email_notifications: EmailNotifications.optional(),
    relocate_pt_commitment: PtCommitmentRelocation.optional(),
  })
  .meta({
    id: 'CreatePtEndpoint',
    description: 'An endpoint with reserved capacity for foundation models (Public Preview).',
  });
export type CreatePtEndpoint = z.infer<typeof CreatePtEndpoint>;

/** Body of `PUT /api/2.0/serving-endpoints/pt/{name}/config`; unlike the ordinary one it keeps `config`. */
export const UpdatePtEndpointConfig = z
  .looseObject({
    config: PtEndpointCoreConfig,
    pt_commitment_auto_renew: PtCommitmentAutoRenew.optional(),
    relocate_pt_commitment: PtCommitmentRelocation.optional(),
  })
  .meta({
    id: 'UpdatePtEndpointConfig',
    description: 'A new configuration of an endpoint with reserved capacity (Public Preview).',
  });
export type UpdatePtEndpointConfig = z.infer<typeof UpdatePtEndpointConfig>;

/** Answer of `GET …/get-model-optimization-info/{model}/{version}`. */
export const ModelOptimizationInfo = z.looseObject({
  optimizable: z.boolean().optional().describe('Whether the model can have provisioned throughput.'),
  throughput_chunk_size: z.int().optional().describe('Step of throughput, in tokens per second.'),
  model_unit_chunk_size: z.int().optional().describe('Step of provisioned model units.'),
});
export type ModelOptimizationInfo = z.infer<typeof ModelOptimizationInfo>;
