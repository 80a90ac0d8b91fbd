import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { lookUp, unwrap } from '#schemas/structure.ts';
import { fieldTraits } from '#schemas/traits.ts';
import { redactBody, redactHeaders, redactPath, redactText } from '../../../src/http/redact.ts';
import { SecretRegistry } from '../../../src/http/secret-registry.ts';
import { allSchemas } from '../../helpers/all-schemas.ts';

const shown = (body: unknown): unknown => JSON.parse(redactBody(JSON.stringify(body)));

describe('redactBody', () => {
  it('hides what is secret in requests to create an endpoint, and nothing else', () => {
    const entity = {
      name: 'gpt',
      external_model: {
        provider: 'openai',
        task: 'llm/v1/chat',
        openai_config: {
          openai_api_key: '{{secrets/llm/key}}',
          openai_api_key_plaintext: 'canary',
          openai_api_base: 'https://x.test/v1',
        },
      },
      environment_vars: { MODE: 'canary', KEY: '{{secrets/a/b}}' },
    };
    expect(
      shown({ name: 'chat', config: { served_entities: [entity] }, tags: [{ key: 'team', value: 'nlp' }] }),
    ).toEqual({
      name: 'chat',
      config: {
        served_entities: [
          {
            name: 'gpt',
            external_model: {
              provider: 'openai',
              task: 'llm/v1/chat',
              openai_config: {
                openai_api_key: '{{secrets/llm/key}}',
                openai_api_key_plaintext: '[redacted]',
                openai_api_base: 'https://x.test/v1',
              },
            },
            environment_vars: { MODE: '[redacted]', KEY: '{{secrets/a/b}}' },
          },
        ],
      },
      tags: [{ key: 'team', value: 'nlp' }],
    });
  });

  it('hides every field that a schema marks as a credential', async () => {
    const passed: string[] = [];
    let checked = 0;
    for (const { name, schema } of await allSchemas()) {
      const core = unwrap(schema);
      if (!(core instanceof z.ZodObject)) continue;
      for (const [key, field] of Object.entries<z.core.$ZodType>(core.shape)) {
        if (lookUp(fieldTraits, field)?.secret !== 'plaintext') continue;
        checked++;
        if (redactBody(JSON.stringify({ [key]: 'canary' })).includes('canary')) passed.push(`${name}.${key}`);
        if (redactBody(`{"${key}": "canary`).includes('canary')) passed.push(`${name}.${key}, cut short`);
      }
    }
    expect(checked).toBeGreaterThan(12);
    expect(passed).toEqual([]);
  });

  it('hides environment variables in JSON that was cut short, too', () => {
    const cut = '{"environment_vars": {"A": "canary", "B":"{{secrets/a/b}}", "C": "can\\"ary}", "D": "cana';
    const shownText = redactBody(cut);
    expect(shownText).toContain('{{secrets/a/b}}');
    expect(shownText).not.toMatch(/can/);
  });

  it('takes a broken string of many megabytes', () => {
    const long = 'canary'.repeat(2_000_000);
    expect(redactBody(`{"token": "${long}`)).toBe('{"token": "[redacted]"');
    expect(redactBody(`{"environment_vars": {"A": "${long}`)).toBe('{"environment_vars": {"A": "[redacted]"');
    expect(redactBody(`{"text": "${long}`)).toHaveLength(long.length + 10);
  });

  it.each([
    ['string_value', { scope: 's', key: 'k', string_value: 'canary' }],
    ['bytes_value', { bytes_value: 'canary' }],
    ['the value of a secret', { key: 'k', value: 'canary' }],
    ['access_token', { access_token: 'canary' }],
    ['refresh_token', { refresh_token: 'canary' }],
    ['client_secret', { client_secret: 'canary' }],
    ['password', { db: [{ password: 'canary' }] }],
    ['aws_secret_access_key_plaintext', { aws_secret_access_key_plaintext: 'canary' }],
    ['private_key', { private_key: 'canary' }],
    ['oidcToken', { oidcToken: 'canary' }],
    ['a list of secrets', { api_keys: ['canary', 'canary'] }],
  ])('hides %s', (_, body) => {
    expect(redactBody(JSON.stringify(body))).not.toContain('canary');
    expect(redactBody(JSON.stringify(body))).toContain('[redacted]');
  });

  it.each([
    { max_tokens: 10, prompt_tokens: 3, usage: { total_tokens: 5 } },
    { token_type: 'Bearer', token_endpoint: 'https://x.test/oidc/v1/token' },
    { secrets: [{ key: 'k', last_updated_timestamp: 1 }] },
    { next_page_token: 'abc' },
    { tags: [{ key: 'a', value: 'b' }] },
    { add_tags: [{ key: 'a', value: 'b' }] },
    { messages: [{ role: 'user', content: 'hello' }] },
    { api_key: '' },
  ])('shows %j as it is', (body) => {
    expect(shown(body)).toEqual(body);
  });

  it('hides tokens inside other texts', () => {
    expect(shown({ message: `key dapi${'0'.repeat(32)} is bad` })).toEqual({
      message: 'key [redacted] is bad',
    });
  });

  it('hides all of a form but what is public', () => {
    const form =
      'grant_type=client_credentials&scope=all-apis&client_id=me&client_assertion=canary&odd=canary';
    expect(redactBody(form)).toBe(
      'grant_type=client_credentials&scope=all-apis&client_id=me&client_assertion=[redacted]&odd=[redacted]',
    );
  });

  it('hides secrets in JSON that broke off anywhere', () => {
    const text = JSON.stringify({
      scope: 's',
      string_value: 'canary-1 "quoted" canary-2',
      a: { api_key: 'canary-3' },
    });
    for (let end = 0; end <= text.length; end++) {
      expect(redactBody(text.slice(0, end))).not.toMatch(/canary-|cana\b/);
    }
  });
});

describe('redactHeaders', () => {
  it('hides credentials and nothing else', () => {
    const headers = {
      authorization: 'Bearer canary',
      'proxy-authorization': 'Basic canary',
      cookie: 'canary',
      'set-cookie': 'canary',
      'x-databricks-azure-sp-management-token': 'canary',
      'x-api-key': 'canary',
      accept: 'application/json',
      'x-request-id': 'r-1',
      location: 'https://x.test/login?token=canary&a=b',
    };
    const result = redactHeaders(headers);
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(result).toMatchObject({
      accept: 'application/json',
      'x-request-id': 'r-1',
      location: 'https://x.test/login?token=[redacted]&a=b',
    });
  });
});

describe('redactPath', () => {
  it('hides what a query gives to secret names', () => {
    expect(redactPath('/a/b?scope=s&api_key=canary&key=k')).toBe('/a/b?scope=s&api_key=[redacted]&key=k');
  });
});

describe('redactText', () => {
  it.each([
    ['Authorization: Bearer abcdef.ghi', 'Authorization: Bearer [redacted]'],
    [`dapi${'a1'.repeat(16)}-2`, '[redacted]'],
    [`dose${'a1'.repeat(16)}`, '[redacted]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '[redacted]'],
    ['sk-proj-abcdefghijklmnop', '[redacted]'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['https://me:hunter2@proxy.test:3128', 'https://[redacted]@proxy.test:3128'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[redacted]'],
    ['{"a":"-----BEGIN PRIVATE KEY-----\\nMIIE","b":1}', '{"a":"[redacted]","b":1}'],
    ['a task-based risk-assessment of dapi', 'a task-based risk-assessment of dapi'],
    ['endpoint sk-learn-classifier-prod', 'endpoint sk-learn-classifier-prod'],
    ['the bearer of news', 'the bearer of news'],
    ['Bearer authentication. Basic credentials', 'Bearer authentication. Basic credentials'],
    ['basic dXNlcjpwYXNz, bearer abcdefghijklmnopqrst', 'basic [redacted], bearer [redacted]'],
    ['http://USER:PASSWORD@HOST:PORT', 'http://USER:PASSWORD@HOST:PORT'],
  ])('%j becomes %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe('SecretRegistry', () => {
  it('finds a secret in every form that it takes', () => {
    const secrets = new SecretRegistry();
    const secret = 'p"ss wörd/1\n';
    secrets.add(secret);
    for (const text of [
      secret,
      JSON.stringify({ a: secret }),
      `q=${encodeURIComponent(secret)}`,
      secret.trim(),
    ]) {
      expect(secrets.scrub(text)).not.toMatch(/ss w|ss%20w/);
    }
  });

  it('replaces the longer of two secrets whole', () => {
    const secrets = new SecretRegistry();
    secrets.add('secret');
    secrets.add('secret-and-more');
    expect(secrets.scrub('a secret-and-more b')).toBe('a [redacted] b');
  });

  it('leaves what is too short to be told from other text', () => {
    const secrets = new SecretRegistry();
    secrets.add('on');
    expect(secrets.scrub('one on')).toBe('one on');
  });
});
