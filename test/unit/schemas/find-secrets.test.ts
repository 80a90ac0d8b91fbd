import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PutSecret } from '#schemas/api/secrets.ts';
import { findSecretFields } from '#schemas/find-secrets.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { isSecretField } from '#schemas/plaintext.ts';
import { lookUp, unwrap } from '#schemas/structure.ts';
import { fieldTraits } from '#schemas/traits.ts';
import { allSchemas } from '../../helpers/all-schemas.ts';

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

describe('isSecretField', () => {
  it('knows by its name every field that holds a credential', async () => {
    const missed: string[] = [];
    const suspected: string[] = [];
    for (const { name, schema } of await allSchemas()) {
      const core = unwrap(schema);
      if (!(core instanceof z.ZodObject)) continue;
      for (const [key, field] of Object.entries<z.core.$ZodType>(core.shape)) {
        const isPlain = lookUp(fieldTraits, field)?.secret === 'plaintext';
        if (isPlain && !isSecretField(key)) missed.push(`${name}.${key}`);
        if (!isPlain && isSecretField(key)) suspected.push(`${name}.${key}`);
      }
    }
    // The value of a secret that was asked for by name is shown; no other field is called just `value`.
    expect(missed).toEqual(['GetSecretResponse.value']);
    expect(suspected).toEqual([]);
  });

  it('lets references and ordinary fields pass', () => {
    expect(['openai_api_key', 'name', 'key', 'value', 'token', 'max_tokens'].filter(isSecretField)).toEqual(
      [],
    );
  });
});
