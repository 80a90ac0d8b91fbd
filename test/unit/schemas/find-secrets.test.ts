import { describe, expect, it } from 'vitest';
import { PutSecret } from '#schemas/api/secrets.ts';
import { findSecretFields } from '#schemas/find-secrets.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';

describe('findSecretFields', () => {
  it('finds references, plain text and environment variables, wherever they stand', () => {
    const found = findSecretFields(EndpointDocument, {
      name: 'a',
      config: {
        served_entities: [
          {
            environment_vars: { LEVEL: 'info' },
            external_model: {
              openai_config: { openai_api_key: 'r1', openai_api_key_plaintext: 'p1', openai_api_base: 'u' },
              custom_provider_config: { api_key_auth: { key: 'X-Key', value: 'r2', value_plaintext: 'p2' } },
            },
          },
        ],
        served_models: [{ environment_vars: { TOKEN: '{{secrets/a/b}}' } }],
      },
    });
    expect(found.map(({ path, value, kind }) => `${path.slice(-2).join('.')}=${value} ${kind}`)).toEqual([
      'environment_vars.LEVEL=info maybe-reference',
      'openai_config.openai_api_key=r1 reference',
      'openai_config.openai_api_key_plaintext=p1 plaintext',
      'api_key_auth.value=r2 reference',
      'api_key_auth.value_plaintext=p2 plaintext',
      'environment_vars.TOKEN={{secrets/a/b}} maybe-reference',
    ]);
  });

  it('finds the value of a secret to store', () => {
    expect(findSecretFields(PutSecret, { scope: 'a', key: 'b', string_value: 's' })).toEqual([
      { path: ['string_value'], value: 's', kind: 'plaintext' },
    ]);
  });
});
