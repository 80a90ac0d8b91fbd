import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const AnthropicConfig = z
  .looseObject({
    anthropic_api_key: secretReference('API key of Anthropic'),
    anthropic_api_key_plaintext: plaintextSecret('API key of Anthropic', 'anthropic_api_key'),
  })
  .meta({ id: 'AnthropicConfig', description: 'How to reach Anthropic, for provider anthropic.' });
export type AnthropicConfig = z.infer<typeof AnthropicConfig>;
