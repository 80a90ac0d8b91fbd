import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const PaLmConfig = z
  .looseObject({
    palm_api_key: secretReference('API key of PaLM'),
    palm_api_key_plaintext: plaintextSecret('API key of PaLM', 'palm_api_key'),
  })
  .meta({ id: 'PaLmConfig', description: "How to reach Google's PaLM, for provider palm." });
export type PaLmConfig = z.infer<typeof PaLmConfig>;
