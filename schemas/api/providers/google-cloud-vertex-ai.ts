import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const GoogleCloudVertexAiConfig = z
  .looseObject({
    project_id: z.string().describe('Google Cloud project that the service account belongs to.'),
    region: z.string().describe('Region that offers the model, such as us-central1.'),
    private_key: secretReference('Private key of the service account, the JSON document of its key file'),
    private_key_plaintext: plaintextSecret(
      'Private key of the service account, the JSON document of its key file',
      'private_key',
    ),
  })
  .meta({
    id: 'GoogleCloudVertexAiConfig',
    description: 'How to reach Google Cloud Vertex AI, for provider google-cloud-vertex-ai.',
  });
export type GoogleCloudVertexAiConfig = z.infer<typeof GoogleCloudVertexAiConfig>;
