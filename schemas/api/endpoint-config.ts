import * as z from 'zod';
import { AutoCaptureConfigInput } from './auto-capture.ts';
import { ServedEntityInput } from './served-entity.ts';
import { ServedModelInput } from './served-model.ts';
import { TrafficConfig } from './traffic-config.ts';

/** Also the whole body of `PUT …/config`, which replaces the configuration and starts a deployment. */
export const EndpointCoreConfigInput = z
  .looseObject({
    served_entities: z
      .array(ServedEntityInput)
      .optional()
      .describe(
        'What the endpoint serves, at most 10 entities (more on request). Their order is the order of fallbacks.',
      ),
    served_models: z.array(ServedModelInput).optional().meta({
      description:
        'What the endpoint serves, in the older form. Superseded by served_entities, which excludes it.',
      deprecated: true,
    }),
    traffic_config: TrafficConfig.optional(),
    auto_capture_config: AutoCaptureConfigInput.optional().meta({
      description: 'Payload logging of the older kind. Superseded by ai_gateway.inference_table_config.',
      deprecated: true,
    }),
  })
  .meta({
    id: 'EndpointCoreConfigInput',
    description:
      'What the endpoint serves and how traffic is split. Each change makes a new version, which is deployed while the old one goes on serving.',
  });
export type EndpointCoreConfigInput = z.infer<typeof EndpointCoreConfigInput>;
