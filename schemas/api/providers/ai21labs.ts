import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const Ai21LabsConfig = z
  .looseObject({
    ai21labs_api_key: secretReference('API key of AI21 Labs'),
    ai21labs_api_key_plaintext: plaintextSecret('API key of AI21 Labs', 'ai21labs_api_key'),
  })
  .meta({ id: 'Ai21LabsConfig', description: 'How to reach AI21 Labs, for provider ai21labs.' });
export type Ai21LabsConfig = z.infer<typeof Ai21LabsConfig>;
