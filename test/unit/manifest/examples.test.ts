import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { exampleNames, findExample } from '#schemas/manifest/examples.ts';
import { readEndpoint, readUpdate } from '../../../src/manifest/read-document.ts';
import { findingsOf, placesOf } from '../../helpers/manifest.ts';

const folder = new URL('../../../examples/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));

const read = async (name: string) => ({
  file: `examples/${name}`,
  bytes: await readFile(new URL(name, folder)),
});

/** The older kind of rate limits is what these two show. */
const warned: Readonly<Record<string, readonly string[]>> = {
  'mlflow.yaml': ['18:3 rate-limits-deprecated'],
  'rate-limits.yaml': ['6:1 rate-limits-deprecated'],
};

describe('examples', () => {
  it.each(files)('%s reads, and names the schema that an editor checks it with', async (name) => {
    const source = await read(name);
    const text = new TextDecoder().decode(source.bytes);
    const schema = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? '';
    await expect(readFile(new URL(schema, new URL(name, folder)))).resolves.toBeDefined();
    const isUpdate = schema.endsWith('endpoint-update.schema.json');
    const isUnnamed = !/^name:/m.test(text);
    const { document, diagnostics } = isUpdate
      ? readUpdate(source, 'chat')
      : readEndpoint(source, isUnnamed ? 'support' : undefined);
    expect(placesOf(diagnostics)).toEqual(warned[name] ?? []);
    expect(document).toBeDefined();
  });

  it('chat.yaml is an endpoint called chat', async () => {
    expect(readEndpoint(await read('chat.yaml')).document).toMatchObject({
      name: 'chat',
      config: {
        served_entities: [
          { external_model: { openai_config: { openai_api_key: '{{secrets/llm/openai-api-key}}' } } },
        ],
      },
    });
  });

  it('bad/typos.yaml is wrong in the five ways that it says', async () => {
    const { document, diagnostics } = readEndpoint(await read('bad/typos.yaml'));
    expect(document).toBeUndefined();
    expect(placesOf(diagnostics)).toEqual([
      '7:19 unknown-provider',
      '11:27 secret-reference',
      '12:11 unknown-key',
      '14:5 traffic-sum',
      '15:29 route-unknown-entity',
    ]);
  });
});

describe('the examples that `schema --example` prints', () => {
  it.each(exampleNames)('%s reads without a finding', (name) => {
    expect(placesOf(findingsOf(findExample(name) ?? ''))).toEqual([]);
  });

  it('can stand in one folder: each endpoint has a name of its own', () => {
    const names = exampleNames.map((name) => /^name: (\S+)/m.exec(findExample(name) ?? '')?.[1]);
    expect(new Set(names).size).toBe(exampleNames.length);
    // A name that Databricks keeps for its own endpoints.
    expect(names.filter((name) => name?.startsWith('databricks-'))).toEqual([]);
  });
});
