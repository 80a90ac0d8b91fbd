import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { findProvider, providerNames } from '#schemas/api/providers.ts';
import { findSecretFields } from '#schemas/find-secrets.ts';
import { jsonSchemaOf } from '#schemas/json-schema-kinds.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { exampleNames, findExample } from '#schemas/manifest/examples.ts';
import { parseSecretReference } from '#schemas/secret-reference.ts';
import { findUnknownKeys } from '#schemas/unknown-keys.ts';
import { findUnknownValues } from '#schemas/unknown-values.ts';

const examples = exampleNames.map((name) => ({ name, text: findExample(name)! }));

describe.each(examples)('the example $name', ({ text }) => {
  let document: EndpointDocument;
  beforeAll(() => {
    document = EndpointDocument.parse(parse(text, { version: '1.2', strict: true }));
  });

  it('holds known keys and values only', () => {
    expect(findUnknownKeys(EndpointDocument, document)).toEqual([]);
    expect(findUnknownValues(EndpointDocument, document)).toEqual([]);
  });

  it('refers to secrets, and holds none', () => {
    const secrets = findSecretFields(EndpointDocument, document).filter(
      ({ kind }) => kind !== 'maybe-reference',
    );
    expect(secrets.filter(({ value }) => !parseSecretReference(value).ok)).toEqual([]);
    for (const { value } of secrets) {
      const parsed = parseSecretReference(value);
      if (parsed.ok) expect(text).toContain(`servectl secrets put ${parsed.scope} ${parsed.key}`);
    }
  });

  it('gives an external model the credentials of one way, whole', () => {
    const model = document.config?.served_entities?.[0]?.external_model;
    if (model === undefined) return;
    const provider = findProvider(model.provider)!;
    const settings = model[provider.configKey] as Record<string, unknown>;
    const given = (path: readonly string[]) =>
      path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], settings) !==
      undefined;
    const picked = provider.selector && (settings[provider.selector.field] ?? provider.selector.default);
    const whole = provider.ways.filter(
      ({ selectedBy, pairs, fields }) =>
        selectedBy === picked && pairs.every(({ reference }) => given(reference)) && fields.every(given),
    );
    expect(whole).toHaveLength(1);
  });

  it('satisfies the JSON Schema that its first line names', async () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\/schemas\/json\/endpoint\.schema\.json\n/);
    const check = z.fromJSONSchema(await jsonSchemaOf('endpoint'));
    expect(check.safeParse(document).error?.issues ?? []).toEqual([]);
  });
});

describe('the examples', () => {
  it('show every provider', () => {
    expect(providerNames.filter((name) => findExample(name) === undefined)).toEqual([]);
  });

  it('are found under common other names too', () => {
    expect(findExample('bedrock')).toBe(findExample('amazon-bedrock'));
    expect(findExample('nothing')).toBeUndefined();
    expect(findExample('toString')).toBeUndefined();
  });
});
