import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { collectFile, readEndpoint, readUpdate } from '../../../src/manifest/read-document.ts';
import { bytesOf, placesOf, yaml } from '../../helpers/manifest.ts';

const sourceOf = (text: string) => ({ file: 'm.yaml', bytes: bytesOf(text) });
const read = (text: string, name?: string) => readEndpoint(sourceOf(text), name);

const entity = "{name: a, entity_name: m, entity_version: '1', scale_to_zero_enabled: false}";

describe('one endpoint, however it is written', () => {
  const wanted = {
    name: 'e',
    config: {
      served_entities: [{ name: 'a', entity_name: 'm', entity_version: '1', scale_to_zero_enabled: false }],
    },
    tags: [{ key: 'k' }],
  };

  it.each([
    ["the API's form", `name: e\nconfig: {served_entities: [${entity}]}\ntags: [{key: k}]`],
    [
      "MLflow's form, tags inside config",
      `name: e\nconfig: {served_entities: [${entity}], tags: [{key: k}]}`,
    ],
    ['flat, without config', `name: e\nserved_entities: [${entity}]\ntags: [{key: k}]`],
    [
      "a bundle's resource",
      `resources: {model_serving_endpoints: {x: {name: e, lifecycle: {prevent_destroy: true}, config: {served_entities: [${entity}]}, tags: [{key: k}]}}}`,
    ],
  ])('%s', (_, text) => {
    const { document, diagnostics } = read(text);
    expect(placesOf(diagnostics)).toEqual([]);
    expect(document).toEqual(wanted);
  });

  it('takes the name from the command line', () => {
    expect(read(`served_entities: [${entity}]\ntags: [{key: k}]`, 'e').document).toEqual(wanted);
  });

  it('blames no place of the file for a name from the command line', () => {
    const [finding, ...others] = read('tags: []', 'a/b').diagnostics;
    expect(others).toEqual([]);
    expect(finding?.range).toBeUndefined();
    expect(finding?.message).toContain('it was given on the command line');
  });

  it('leaves no empty config behind where it held lifted keys alone', () => {
    const limits = [{ key: 'user', renewal_period: 'minute', calls: 10 }];
    const { document } = readUpdate(sourceOf(`config: {rate_limits: ${JSON.stringify(limits)}}`), 'e');
    expect(document).toEqual({ name: 'e', rate_limits: limits });
  });
});

describe('places, whatever the form', () => {
  it('points into the file, not into the form of the API', () => {
    const text = yaml`
      name: e
      served_entities:
        - name: a
          entity_name: m
          scale_to_zero_enabled: maybe
      traffic_config:
        routes:
          - {served_entity_name: a, traffic_percentage: 50}
    `;
    const { diagnostics } = read(text);
    expect(placesOf(diagnostics)).toEqual(['5:28 wrong-type', '7:3 traffic-sum']);
    expect(diagnostics[0]?.path).toEqual(['served_entities', 0, 'scale_to_zero_enabled']);
  });

  it('points into config for what was lifted out of it', () => {
    const { diagnostics } = read('name: e\nconfig:\n  tags:\n    - key: k\n      valeu: v\n');
    expect(placesOf(diagnostics)).toEqual(['5:7 unknown-key']);
    expect(diagnostics[0]?.path).toEqual(['config', 'tags', 0, 'valeu']);
  });

  it('points into the bundle', () => {
    const text = yaml`
      resources:
        model_serving_endpoints:
          chat:
            name: chat
            tags: {}
    `;
    const { diagnostics } = read(text);
    expect(placesOf(diagnostics)).toEqual(['5:13 wrong-type']);
    expect(diagnostics[0]?.path).toEqual(['resources', 'model_serving_endpoints', 'chat', 'tags']);
  });

  it('points at a merged value where it was written, once', () => {
    const text = yaml`
      name: e
      tags:
        - &tag {key: k, value: [v]}
        - {<<: *tag, key: l}
    `;
    expect(placesOf(read(text).diagnostics)).toEqual(['3:26 wrong-type']);
  });
});

describe('a part in a wrong place', () => {
  it('is an error where it stands twice, with both places', () => {
    const { diagnostics } = read('name: e\ntags: []\nconfig:\n  tags: []\n');
    expect(placesOf(diagnostics)).toEqual(['4:3 both-places']);
    expect(diagnostics[0]?.hint).toBe('keep one: the other stands in line 2');
  });

  it('is an error where served_entities stands beside a config that has them, too', () => {
    const text = `name: e\nconfig: {served_entities: [${entity}]}\nserved_entities: []\n`;
    expect(placesOf(read(text).diagnostics)).toEqual(['3:1 both-places']);
  });

  it('is a warning where only its place is odd', () => {
    const { document, diagnostics } = read(
      `name: e\nconfig:\n  served_entities: [${entity}]\n  route_optimized: true\n`,
    );
    expect(placesOf(diagnostics)).toEqual(['4:3 misplaced-key']);
    expect(document?.route_optimized).toBe(true);
  });

  it('leaves a config that is no map to the check of types', () => {
    expect(placesOf(read('name: e\nconfig: []\n').diagnostics)).toEqual(['2:9 wrong-type']);
  });
});

describe('bundles', () => {
  it('passes over what is not managed here, with a note each', () => {
    const text = yaml`
      bundle: {name: b}
      variables: {x: {default: 1}}
      resources:
        jobs: {j: {name: '\${var.x}'}}
        model_serving_endpoints:
          chat: {name: chat}
    `;
    const { document, diagnostics } = read(text);
    expect(placesOf(diagnostics)).toEqual(['4:3 passed-over']);
    expect(diagnostics[0]?.severity).toBe('note');
    expect(document).toEqual({ name: 'chat' });
  });

  it('declares any number of endpoints', () => {
    const text = 'resources: {model_serving_endpoints: {a: {name: a}, b: {name: b}}}\n---\nname: c\n';
    expect(
      collectFile(sourceOf(text), { env: {}, given: new Map() }).endpoints.map(({ value }) => value['name']),
    ).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['the wrong kind', 'resources: {serving_endpoints: {a: {name: a}}}', '1:13 unknown-key'],
    ['the kind without resources', 'model_serving_endpoints: {a: {name: a}}', '1:1 unknown-key'],
    ['resources that are no map', 'resources: []', '1:1 wrong-type'],
    ['endpoints that are no map', 'resources: {model_serving_endpoints: [{name: a}]}', '1:13 wrong-type'],
    ['an endpoint that is no map', 'resources: {model_serving_endpoints: {a: b}}', '1:39 wrong-type'],
    ['no endpoint at all', 'bundle: {name: b}', '1:1 one-document'],
  ])('tells %s', (_, text, place) => {
    expect(placesOf(read(text).diagnostics)).toEqual([place]);
  });
});

describe('what is no endpoint', () => {
  it.each([
    ['a text', 'hello', '1:1 wrong-type'],
    ['a list', '- name: a', '1:3 wrong-type'],
    ['several endpoints', 'name: a\n---\nname: b\n', '3:1 one-document'],
    ['a document without a name', 'tags: []', '1:1 missing-key'],
  ])('tells %s', (_, text, place) => {
    expect(placesOf(read(text).diagnostics)).toEqual([place]);
  });
});

describe('a file of several endpoints', () => {
  const several = sourceOf('name: a\n---\nname: b\n---\nname: c\ntagz: []\n');
  const sound = sourceOf('name: a\n---\nname: b\n');

  it('gives the one that is named', () => {
    expect(readEndpoint(sound, 'b').document).toEqual({ name: 'b' });
  });

  it('tells the names to choose from', () => {
    const { document, diagnostics } = readEndpoint(sound, 'd');
    expect(document).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'one-document', hint: 'name the one that is meant: a, b' }]);
  });

  it('is checked as a whole', () => {
    const { document, diagnostics } = readEndpoint(several, 'a');
    expect(document).toBeUndefined();
    expect(placesOf(diagnostics)).toEqual(['6:1 unknown-key']);
  });
});

describe('configs of public documentation', () => {
  const fixture = async (name: string) => ({
    file: name,
    bytes: await readFile(new URL(`../../fixtures/manifests/${name}`, import.meta.url)),
  });

  it("reads MLflow's, and says what is wrong with its secret reference", async () => {
    const { diagnostics } = readEndpoint(await fixture('mlflow-docs.yaml'));
    expect(placesOf(diagnostics)).toEqual(['11:27 secret-reference', '15:3 rate-limits-deprecated']);
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      message: '`openai_api_key`: the secret reference names neither a scope nor a key',
    });
  });

  it("reads LangChain's, and says that its scope is still a placeholder", async () => {
    const { diagnostics } = readEndpoint(await fixture('langchain-docs.yaml'));
    expect(placesOf(diagnostics)).toEqual(['10:25 secret-reference']);
    expect(diagnostics[0]?.message).toContain('still a placeholder');
  });
});

describe('a document that is no map', () => {
  it('a list is told how to hold several documents, and what one looks like', () => {
    const [finding] = read(`- name: e\n- name: f`).diagnostics;
    expect(finding).toMatchObject({ code: 'wrong-type', range: { line: 1, column: 3 } });
    expect(finding?.message).toContain('not a list');
    expect(finding?.hint).toContain('separate several documents by a line `---`');
    expect(finding?.hint).toContain('servectl schema --example openai');
  });

  it('a single value is told what a document looks like', () => {
    const [finding] = read('chat').diagnostics;
    expect(finding?.message).toContain('not a single value');
    expect(finding?.hint).toBe('see `servectl schema --example openai` for a manifest to start from');
  });
});
