import * as z from 'zod';
import { ExternalModel } from './external-model.ts';
import { ServedEntityName } from './names.ts';
import { servingCapacityFields } from './serving-capacity.ts';

export const ServedEntityInput = z
  .looseObject({
    name: ServedEntityName.optional().describe(
      'Name of the entity, unique on the endpoint; routes refer to it. Default: the name of the external model with "-" for "." and ":", or the last part of entity_name and the version, joined by "-".',
    ),
    entity_name: z
      .string()
      .optional()
      .describe(
        'What is served: a model of the workspace registry, a Unity Catalog model or a feature function (catalog.schema.name). Either this or external_model.',
      ),
    entity_version: z
      .string()
      .optional()
      .describe(
        'Version of the model, a number in quotes; a feature function has none. Aliases are not understood.',
      ),
    external_model: ExternalModel.optional().describe(
      'A model that another provider hosts. Excludes entity_name, entity_version, workload_size, workload_type and scale_to_zero_enabled. An endpoint serves either external models or custom ones.',
    ),
    ...servingCapacityFields,
  })
  .meta({
    id: 'ServedEntityInput',
    description: 'One model (or feature function) behind the endpoint. Can be changed at any time.',
  });
export type ServedEntityInput = z.infer<typeof ServedEntityInput>;
