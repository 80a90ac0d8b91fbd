import * as z from 'zod';
import { ServedEntityName } from './names.ts';
import { servingCapacityFields } from './serving-capacity.ts';

export const ServedModelInput = z
  .looseObject({
    name: ServedEntityName.optional().describe(
      'Name of the served model, unique on the endpoint. Default: the last part of model_name and the version, joined by "-".',
    ),
    model_name: z
      .string()
      .describe('The model that is served, of the workspace registry or of Unity Catalog. Now: entity_name.'),
    model_version: z.string().describe('Version of the model, a number in quotes. Now: entity_version.'),
    ...servingCapacityFields,
    scale_to_zero_enabled: z
      .boolean()
      .describe('Whether the model may scale down to nothing when it is idle. Must be given here.'),
  })
  .meta({
    id: 'ServedModelInput',
    description: 'A served entity in its older form, without external models.',
  });
export type ServedModelInput = z.infer<typeof ServedModelInput>;
