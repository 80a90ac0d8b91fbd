import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeRawKey, parseSecretReference } from '#schemas/secret-reference.ts';

describe('a secret reference', () => {
  it.each([
    ['{{secrets/llm/openai-api-key}}', 'llm', 'openai-api-key'],
    ['{{secrets/my.scope@team/KEY_2}}', 'my.scope@team', 'KEY_2'],
    [`{{secrets/${'s'.repeat(128)}/${'k'.repeat(128)}}}`, 's'.repeat(128), 'k'.repeat(128)],
  ])('is read from %s', (text, scope, key) => {
    expect(parseSecretReference(text)).toEqual({ ok: true, scope, key });
  });

  it.each([
    ['', 'empty-text'],
    ['{{secrets/}}', 'scope-and-key-missing'],
    ['{{secrets//}}', 'scope-and-key-missing'],
    ['{{secrets}}', 'scope-and-key-missing'],
    ['{{secrets/llm}}', 'key-missing'],
    ['{{secrets/llm/}}', 'key-missing'],
    ['{{secrets//key}}', 'scope-missing'],
    ['{{secrets/a/b/c}}', 'too-many-parts'],
    ['{{secrets/a/b/}}', 'too-many-parts'],
    ['{{secret/a/b}}', 'not-secrets'],
    ['{{Secrets/a/b}}', 'not-secrets'],
    ['{{}}', 'not-secrets'],
    ['{{ secrets/a/b }}', 'spaces'],
    ['{{secrets/my scope/key}}', 'spaces'],
    ['{{secrets/<scope>/<key>}}', 'placeholder'],
    ['{{secrets/llm/<my key>}}', 'placeholder'],
    ['{{secrets/[scope]/key}}', 'placeholder'],
    ['{{secrets/llm/key!}}', 'bad-characters'],
    ['{{secrets/llm/ключ}}', 'bad-characters'],
    [`{{secrets/${'s'.repeat(129)}/key}}`, 'too-long'],
    ['{secrets/a/b}', 'single-braces'],
    ['{secrets/a/b}}', 'single-braces'],
    ['{{secrets/a/b}', 'unbalanced-braces'],
    ['{{secrets/a/b', 'unbalanced-braces'],
    ['{{{secrets/a/b}}}', 'unbalanced-braces'],
    ['Bearer {{secrets/a/b}}', 'embedded'],
    ['{{secrets/a/b}} ', 'embedded'],
    ['{{secrets/a/b}}\n', 'embedded'],
    ['secrets/a/b', 'not-a-reference'],
    ['openai-api-key', 'not-a-reference'],
    ['{{secrets/${var.scope}/key}}', 'unresolved-variable'],
    ['${var.reference}', 'unresolved-variable'],
    ['sk-abcdef', 'raw-key'],
  ])('is refused in %j: %s', (text, problem) => {
    expect(parseSecretReference(text)).toMatchObject({ ok: false, problem });
  });

  it('never repeats in its message what may be a credential', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9!<>${} ]{12,40}$/), (secret) => {
        for (const text of [secret, `{{secrets/${secret}/key}}`, `{{secrets/scope/${secret}}}`]) {
          const parsed = parseSecretReference(text);
          if (!parsed.ok) expect(`${parsed.message} ${parsed.hint}`).not.toContain(secret);
        }
      }),
    );
  });

  it('accepts exactly the texts that its parts make up again', () => {
    const name = fc.stringMatching(/^[\w.@-]{1,20}$/);
    fc.assert(
      fc.property(name, name, (scope, key) => {
        expect(parseSecretReference(`{{secrets/${scope}/${key}}}`)).toEqual({ ok: true, scope, key });
      }),
    );
  });

  it('takes linear time on hostile texts', () => {
    const hostile = [
      '{{'.repeat(50_000),
      '${'.repeat(50_000),
      `{{secrets/${'{{secrets/'.repeat(20_000)}`,
      '{{{'.repeat(50_000),
      '}}}'.repeat(50_000) + 'x',
      '{{ '.repeat(50_000),
    ];
    const start = performance.now();
    for (const text of hostile) expect(parseSecretReference(text).ok).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a raw key', () => {
  it.each([
    'sk-proj-abc123',
    'sk-ant-api03-xyz',
    'dapi0123456789abcdef0123456789abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'AIzaSyA-1234567',
    'eyJhbGciOiJIUzI1NiJ9.e30.abc',
    'Bearer abc',
    '-----BEGIN PRIVATE KEY-----\nMIIE',
    '{"type": "service_account", "private_key": "x"}',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    '0123456789abcdef0123456789abcdef',
    'aB3dE5fG7hI9jK1lM2nO4pQ6',
  ])('is recognised in %j', (text) => {
    expect(looksLikeRawKey(text)).toBe(true);
  });

  it.each([
    '',
    'openai-api-key',
    'my-openai-production-key-2024',
    'THIS_IS_A_LONG_ENVIRONMENT_VALUE',
    '{{secrets/llm/openai-api-key}}',
    'https://my-resource.openai.azure.com/openai/v1',
    'main.models.customer_churn_prediction_v2',
    'task-runner',
    'a sentence of several words that is quite long',
  ])('is not suspected in %j', (text) => {
    expect(looksLikeRawKey(text)).toBe(false);
  });
});
