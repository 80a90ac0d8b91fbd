import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, yaml } from '../../helpers/manifest.ts';

const secret = 'hunter2-correct-horse';
const shown = (text: string): string =>
  findingsOf(text)
    .map(({ message, hint, sourceLine }) => `${message}\n${hint ?? ''}\n${sourceLine ?? ''}`)
    .join('\n');

const withSettings = (...lines: readonly string[]): string => `name: e
config:
  served_entities:
    - name: a
      external_model:
        provider: openai
        name: gpt-4o
        task: llm/v1/chat
        openai_config:
${lines.map((line) => `          ${line}`).join('\n')}
`;

describe('a secret never shows in a finding', () => {
  it.each([
    [
      'in a plaintext field on a line with a finding',
      withSettings(`openai_api_key_plaintext: ${secret}`, `openai_api_key: ${secret}`),
    ],
    ['in a reference field', withSettings(`openai_api_key: ${secret}`)],
    ['in a list where a text belongs', withSettings(`openai_api_key_plaintext: [${secret}]`)],
    ['under a misspelt key', withSettings(`openai_api_key_plain: sk-${secret}`)],
    ['under a plaintext key with a letter missing', withSettings(`openai_api_key_plaintxt: ${secret}`)],
    ['under a key of a name made up', withSettings(`openai_key: ${secret}`)],
    ['in a map where a text belongs', withSettings(`openai_api_key_plaintext: {a: {b: ${secret}}}`)],
    [
      'in a line after a misspelt key that is broken',
      `a: 1\n   openai_api_key_plaintxt: ${secret}\n  b: 2\n`,
    ],
    ['under a misspelt key that says what it is', withSettings(`my_token: ${secret}`)],
    [
      'on one line with everything',
      `{name: a/b, config: {served_entities: [{external_model: {openai_config: {openai_api_key_plaintext: ${secret}}}}]}}`,
    ],
    [
      'as the name of a provider',
      withSettings('openai_api_key: x').replace('provider: openai', `provider: sk-${secret}`),
    ],
    ['as the value of an enumeration', withSettings(`openai_api_type: sk-${secret}`)],
    [
      'as a route',
      'name: e\nconfig:\n  served_entities: [{name: a, entity_name: m}]\n  traffic_config: {routes: [{served_entity_name: sk-hunter2-correct-horse, traffic_percentage: 100}]}\n',
    ],
    ['on a line with a control character', `openai_api_key_plaintext: ${secret}\u0007\n`],
    ['before a syntax error', `openai_api_key_plaintext: ${secret}: x\n`],
    ['in the line of a syntax error that hides the key', `a: 1\n   databricks_token: ${secret}\n  b: 2\n`],
    ['in broken JSON', `{"openai_api_key": "${secret}" "b": 1}`],
    ['beside a duplicate key', `name: e\ntoken: ${secret}\ntoken: ${secret}\n`],
    [
      'in an environment variable named after it',
      `name: e\nconfig: {served_entities: [{entity_name: m, environment_vars: {API_TOKEN: ${secret}, B: [1]}}]}\n`,
    ],
    ['where a block under it is not indented', `a:\n  b_plaintext: |\n  ${secret}\n  name: x\n`],
    ['where a block under it begins the line', `a:\n  b_plaintext: >-\n${secret}\nb: c\n`],
    ['where a block under it is indented by a tab', `a:\n  b_plaintext: |\n\t${secret}\nb: c\n`],
    ['where a value under it is not indented', `a:\n  b_plaintext:\n  ${secret}\n  name: x\n`],
    ['where a line of a block looks like a key', `a:\n  b_plaintext: |\n    x\n   ${secret}: 5\n  name: x\n`],
    ['where a line of a block falls out of it', `a:\n  b_plaintext: |\n    x\n ${secret}\n  name: x\n`],
    ['in a block of a list', `- b_plaintext: |\n  ${secret}\n  name: x\n`],
    ['in a block of secrets', `secrets:\n  - scope: a\n    value: |\n    ${secret}\n`],
    ['after the mark of a block', `a:\n  b_plaintext: |${secret}\n  name: x\n`],
    ['as a tag', `a:\n  b_plaintext: !${secret}\n`],
    ['as an alias', `a:\n  b_plaintext: *${secret}\n`],
    ['after a quoted part of it', `a:\n  b_plaintext: "x" ${secret}\n`],
    ['after brackets', `a:\n  b_plaintext: {x}${secret}\n`],
    ['after a key without its colon', `a:\n  b_plaintext ${secret}\n  name: x\n`],
    ['as a value in secrets', `name: e\nsecrets: [{scope: s, key: k, value: ${secret}}]\n`],
    [
      'in the auth block of a custom provider',
      withSettings('x: 1').replace(
        'openai_config:',
        `custom_provider_config: {custom_provider_url: u, bearer_token_auth: {token: ${secret}}}\n        openai_config:`,
      ),
    ],
  ])('%s', (_, text) => {
    const told = shown(text);
    expect(told).not.toBe('');
    expect(told).not.toContain(secret);
    expect(told).not.toContain('correct');
  });

  it('masks each line of a key that spans lines', () => {
    const text = withSettings(
      'openai_api_key: |',
      '  -----BEGIN PRIVATE KEY-----',
      '  MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      '  -----END PRIVATE KEY-----',
    );
    expect(shown(text)).not.toContain('MIIE');
    expect(shown(text)).not.toContain('BEGIN');
  });

  it('leaves references, names and tags as they are', () => {
    const text = yaml`
      name: a/b
      tags: [{key: team, valu: x}]
      config: {served_entities: [{name: b/c, external_model: {provider: openai, name: m, task: llm/v1/chat, openai_config: {openai_api_key: '{{secrets/llm/key}}'}}}]}
    `;
    const told = shown(text);
    expect(told).toContain('{key: team, valu: x}');
    expect(told).toContain("'{{secrets/llm/key}}'");
  });

  it('shows what comes after a secret in a text that is broken', () => {
    const text = 'a:\n  b_plaintext: |\n    hunter2\n  c: d\n  name x\n';
    expect(shown(text)).toContain('  name x');
    const oneLine = `{"b_plaintext": "${secret}", "name": x y: z}`;
    expect(shown(`${oneLine}\n`)).toContain('"name": x y: z');
    expect(shown("a:\n  b_key: '{{secrets/a/b}}'\n  name x\n")).toContain('  name x');
  });

  it('takes linear time, however long the line and its words', () => {
    const begun = performance.now();
    shown(`a: [${'plain'.repeat(40_000)} ${'a'.repeat(200_000)}\nb c\n`);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it('keeps the columns of what it masks', () => {
    const [finding] = findingsOf(withSettings(`openai_api_key: "${secret}"`));
    const line = `          openai_api_key: "${secret}"`;
    expect(finding?.sourceLine).toHaveLength(line.length);
  });

  it('whatever the secret and the syntax around it', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9+/]{12,40}$/);
    const quoting = fc.constantFrom(
      (text: string) => text,
      (text: string) => `"${text}"`,
      (text: string) => `'${text}'`,
    );
    const noise = fc.constantFrom('', ' # comment', ': x', ' [', '\n      bad: [', ', x');
    fc.assert(
      fc.property(word, quoting, noise, (key, quote, after) => {
        const text = withSettings(`openai_api_key_plaintext: ${quote(key)}${after}`, 'unknown_thing: 1');
        expect(shown(text)).not.toContain(key);
      }),
      { numRuns: 500 },
    );
  });
});
