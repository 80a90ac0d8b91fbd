import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const CohereConfig = z
  .looseObject({
    cohere_api_base: z.string().optional().describe("Base address of the API. Default: Cohere's own."),
    cohere_api_key: secretReference('API key of Cohere'),
    cohere_api_key_plaintext: plaintextSecret('API key of Cohere', 'cohere_api_key'),
  })
  .meta({ id: 'CohereConfig', description: 'How to reach Cohere, for provider cohere.' });
export type CohereConfig = z.infer<typeof CohereConfig>;
