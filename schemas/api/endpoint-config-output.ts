import * as z from 'zod';
import { openEnum } from '../open-enum.ts';
import { AutoCaptureConfigInput } from './auto-capture.ts';
import { FoundationModel } from './foundation-model.ts';
import { ServedEntityInput } from './served-entity.ts';
import { ServedModelInput } from './served-model.ts';
import { TrafficConfig } from './traffic-config.ts';

export const ServedEntityState = z
  .looseObject({
    deployment: openEnum([
      'DEPLOYMENT_CREATING',
      'DEPLOYMENT_READY',
      'DEPLOYMENT_RECOVERING',
      'DEPLOYMENT_FAILED',
      'DEPLOYMENT_ABORTED',
    ])
      .optional()
      .describe('How the deployment of the entity stands.'),
    deployment_state_message: z.string().optional().describe('What the service says of it.'),
  })
  .meta({ id: 'ServedEntityState', description: 'How the deployment of an entity stands.', readOnly: true });
export type ServedEntityState = z.infer<typeof ServedEntityState>;

/** What the service adds to an entity. */
const serverOwned = {
  name: z.string().optional().describe('Name of the entity.'),
  creator: z.string().optional().meta({ description: 'Who added the entity.', readOnly: true }),
  creation_timestamp: z
    .number()
    .optional()
    .meta({ description: 'When it was added, in milliseconds since 1970.', readOnly: true }),
  state: ServedEntityState.optional(),
};

/** A served entity as `get` answers it: write-only fields are absent or empty. */
export const ServedEntityOutput = ServedEntityInput.extend({
  ...serverOwned,
  foundation_model: FoundationModel.optional(),
}).meta({ id: 'ServedEntityOutput', description: 'A served entity and its state.' });
export type ServedEntityOutput = z.infer<typeof ServedEntityOutput>;

/** The mirror of a served entity in the older form; `get` answers both for the same thing. */
export const ServedModelOutput = ServedModelInput.partial()
  .extend(serverOwned)
  .meta({ id: 'ServedModelOutput', description: 'A served model and its state.' });
export type ServedModelOutput = z.infer<typeof ServedModelOutput>;

export const AutoCaptureConfigOutput = AutoCaptureConfigInput.extend({
  state: z
    .looseObject({
      payload_table: z
        .looseObject({
          name: z.string().optional().describe('Full name of the table.'),
          status: z.string().optional().describe('How the table stands.'),
          status_message: z.string().optional().describe('What the service says of it.'),
        })
        .optional()
        .describe('The table that payloads are logged to.'),
    })
    .optional()
    .meta({ description: 'How the logging stands.', readOnly: true }),
}).meta({ id: 'AutoCaptureConfigOutput', description: 'Payload logging of the older kind, and its state.' });
export type AutoCaptureConfigOutput = z.infer<typeof AutoCaptureConfigOutput>;

/** The active configuration. */
export const EndpointCoreConfigOutput = z
  .looseObject({
    served_entities: z.array(ServedEntityOutput).optional().describe('What the endpoint serves.'),
    served_models: z.array(ServedModelOutput).optional().describe('The same in the older form.'),
    traffic_config: TrafficConfig.optional(),
    auto_capture_config: AutoCaptureConfigOutput.optional(),
    config_version: z
      .number()
      .optional()
      .meta({ description: 'Counts the configurations of the endpoint.', readOnly: true }),
  })
  .meta({ id: 'EndpointCoreConfigOutput', description: 'The configuration that serves now.' });
export type EndpointCoreConfigOutput = z.infer<typeof EndpointCoreConfigOutput>;

/** The configuration being deployed (or the one that failed); absent where there is none. */
export const EndpointPendingConfig = EndpointCoreConfigOutput.extend({
  start_time: z
    .number()
    .optional()
    .meta({ description: 'When the deployment began, in milliseconds since 1970.', readOnly: true }),
}).meta({
  id: 'EndpointPendingConfig',
  description: 'The configuration that is being deployed.',
  readOnly: true,
});
export type EndpointPendingConfig = z.infer<typeof EndpointPendingConfig>;
