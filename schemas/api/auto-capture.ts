import * as z from 'zod';
import { createOnly } from '../traits.ts';

export const AutoCaptureConfigInput = z
  .looseObject({
    catalog_name: createOnly(
      z.string().optional().describe('Catalog that holds the table; cannot be changed once set.'),
      'documented',
    ),
    schema_name: createOnly(
      z.string().optional().describe('Schema that holds the table; cannot be changed once set.'),
      'documented',
    ),
    table_name_prefix: createOnly(
      z
        .string()
        .optional()
        .describe("How the table's name starts. Default: the endpoint's name. Cannot be changed once set."),
      'documented',
    ),
    enabled: z
      .boolean()
      .optional()
      .describe('Whether payloads are logged. Default: true. Once disabled, it cannot be enabled again.'),
  })
  .meta({
    id: 'AutoCaptureConfigInput',
    description: 'Payload logging of the older kind. Superseded by ai_gateway.inference_table_config.',
  });
export type AutoCaptureConfigInput = z.infer<typeof AutoCaptureConfigInput>;
