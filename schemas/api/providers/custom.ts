import * as z from 'zod';
import { plaintextSecret, secretReference } from '../../secret-fields.ts';

export const ApiKeyAuth = z
  .looseObject({
    key: z.string().describe('Name of the request header that carries the key.'),
    value: secretReference('The key'),
    value_plaintext: plaintextSecret('The key', 'value'),
  })
  .meta({ id: 'ApiKeyAuth', description: 'Sends the key in a header of your choice.' });
export type ApiKeyAuth = z.infer<typeof ApiKeyAuth>;

export const BearerTokenAuth = z
  .looseObject({
    token: secretReference('The token'),
    token_plaintext: plaintextSecret('The token', 'token'),
  })
  .meta({ id: 'BearerTokenAuth', description: 'Sends the token in the Authorization header.' });
export type BearerTokenAuth = z.infer<typeof BearerTokenAuth>;

export const CustomProviderConfig = z
  .looseObject({
    custom_provider_url: z.string().describe('Address that requests are sent to, in the OpenAI format.'),
    api_key_auth: ApiKeyAuth.optional(),
    bearer_token_auth: BearerTokenAuth.optional(),
  })
  .meta({
    id: 'CustomProviderConfig',
    description:
      'How to reach any other provider that speaks the OpenAI format, for provider custom: with api_key_auth, bearer_token_auth, or neither.',
  });
export type CustomProviderConfig = z.infer<typeof CustomProviderConfig>;
