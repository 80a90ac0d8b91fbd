import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const DatabricksModelServingConfig = z
  .looseObject({
    databricks_workspace_url: z
      .string()
      .describe(
        'Address of the workspace that serves the model, such as https://example.cloud.databricks.com.',
      ),
    databricks_api_token: secretReference('Access token of a principal with CAN_QUERY on the endpoint there'),
    databricks_api_token_plaintext: plaintextSecret(
      'Access token of a principal with CAN_QUERY on the endpoint there',
      'databricks_api_token',
    ),
  })
  .meta({
    id: 'DatabricksModelServingConfig',
    description: 'How to reach an endpoint of another workspace, for provider databricks-model-serving.',
  });
export type DatabricksModelServingConfig = z.infer<typeof DatabricksModelServingConfig>;
