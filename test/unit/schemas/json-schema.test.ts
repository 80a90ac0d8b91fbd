import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { generate } from '#schemas/json-schema-files.ts';
import { isJsonSchemaKind, jsonSchemaKinds, jsonSchemaOf } from '#schemas/json-schema-kinds.ts';
import { toJsonSchema } from '#schemas/json-schema.ts';
import { openEnum } from '#schemas/open-enum.ts';
import { secretReference } from '#schemas/secret-fields.ts';

const root = new URL('../../../', import.meta.url);

describe('the committed JSON Schemas', () => {
  it('are what the schemas generate: run "npm run generate" after a change', async () => {
    const files = await generate();
    for (const [path, text] of Object.entries(files)) {
      expect(await readFile(new URL(path, root), 'utf8'), path).toBe(text);
    }
  });

  it('are all generated, with no file left over', async () => {
    const files = await readdir(new URL('schemas/json/', root));
    expect(files.toSorted()).toEqual(jsonSchemaKinds.map((kind) => `${kind}.schema.json`).toSorted());
  });

  it.each(jsonSchemaKinds)('%s refers to definitions that exist, and holds none in vain', async (kind) => {
    const text = JSON.stringify(await jsonSchemaOf(kind));
    const references = [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
    const { $defs = {} } = JSON.parse(text) as { $defs?: object };
    expect([...new Set(references)].toSorted()).toEqual(Object.keys($defs).toSorted());
  });

  it('are found by name', () => {
    expect(isJsonSchemaKind('endpoint')).toBe(true);
    expect(isJsonSchemaKind('toString')).toBe(false);
  });
});

describe('an editor that checks an endpoint', () => {
  let check: z.ZodType;
  beforeAll(async () => {
    check = z.fromJSONSchema(await jsonSchemaOf('endpoint'));
  });
  const entity = (fields: object) => ({ name: 'a', config: { served_entities: [fields] } });
  const openai = (settings: object) =>
    entity({
      external_model: { provider: 'openai', name: 'm', task: 'llm/v1/chat', openai_config: settings },
    });

  it.each([
    ['the form of the API', { name: 'a', config: { served_entities: [] }, tags: [{ key: 'a' }] }],
    ['the flat form', { name: 'a', served_entities: [], traffic_config: { routes: [] } }],
    ['the older form of MLflow', { name: 'a', config: { served_entities: [], tags: [], rate_limits: [] } }],
    ['a variable for a boolean', entity({ scale_to_zero_enabled: '${var.zero}' })],
    ['a variable for an integer', entity({ min_provisioned_throughput: '${var.min}' })],
    ['a variable within a name', { name: '${bundle.target}-chat' }],
    ['a variable within a reference', openai({ openai_api_key: '{{secrets/${var.scope}/key}}' })],
    ['a secret reference', openai({ openai_api_key: '{{secrets/llm/key}}' })],
    ['a workload type of tomorrow', entity({ workload_type: 'GPU_OF_TOMORROW' })],
    ['any environment variable', entity({ environment_vars: { ANY: 'thing' } })],
  ])('takes %s', (_case, value) => {
    expect(check.safeParse(value).error?.issues ?? []).toEqual([]);
  });

  it.each([
    ['an unknown key', { name: 'a', confg: {} }],
    ['an unknown key deep inside', openai({ api_key: 'x' })],
    ['a missing name', { config: {} }],
    ['a raw key in place of a reference', openai({ openai_api_key: 'sk-abc' })],
    ['an empty reference', openai({ openai_api_key: '{{secrets/}}' })],
    ['a text for a boolean', entity({ scale_to_zero_enabled: 'yes' })],
    ['a share above 100', { name: 'a', traffic_config: { routes: [{ traffic_percentage: 101 }] } }],
  ])('marks %s', (_case, value) => {
    expect(check.safeParse(value).success).toBe(false);
  });
});

describe('toJsonSchema', () => {
  const options = { title: 'A thing', variables: false };

  it('closes objects, unless it is told to leave them open', () => {
    const schema = z.looseObject({ inner: z.looseObject({ a: z.string() }) });
    expect(toJsonSchema(schema, options)).toMatchObject({
      additionalProperties: false,
      properties: { inner: { additionalProperties: false } },
    });
    expect(JSON.stringify(toJsonSchema(schema, { ...options, open: true }))).not.toContain(
      'additionalProperties',
    );
  });

  it('shows the known values of an open enumeration', () => {
    const schema = z.looseObject({ size: openEnum(['S', 'M']).optional().describe('How big.') });
    expect(toJsonSchema(schema, options)['properties']).toEqual({
      size: { description: 'How big.', anyOf: [{ enum: ['S', 'M'] }, { type: 'string' }] },
    });
  });

  it('keeps a property that is called like a keyword', () => {
    const schema = z.looseObject({ maximum: z.int().max(5), type: z.string(), properties: z.boolean() });
    expect(toJsonSchema(schema, options)['properties']).toEqual({
      maximum: { type: 'integer', maximum: 5 },
      type: { type: 'string' },
      properties: { type: 'boolean' },
    });
  });

  it('says what a secret reference looks like', () => {
    const schema = z.looseObject({ key: secretReference('A key') });
    const { properties } = toJsonSchema(schema, { ...options, variables: true }) as {
      properties: { key: { description: string; pattern: string } };
    };
    expect(properties.key.description).toBe('A key, as a secret reference: {{secrets/scope/key}}.');
    const pattern = new RegExp(properties.key.pattern);
    expect(pattern.test('{{secrets/a/b}}')).toBe(true);
    expect(pattern.test('sk-a')).toBe(false);
  });
});
