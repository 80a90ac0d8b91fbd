import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AmazonBedrockConfig } from '#schemas/api/providers/amazon-bedrock.ts';
import { EndpointCoreConfigInput } from '#schemas/api/endpoint-config.ts';
import { ExternalModel } from '#schemas/api/external-model.ts';
import { QueryEndpointInput } from '#schemas/api/query.ts';
import { ServedEntityInput } from '#schemas/api/served-entity.ts';
import { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import { findUnknownKeys } from '#schemas/unknown-keys.ts';

/** A document that uses every kind of container: maps, lists, records, unions. */
const document = () => ({
  name: 'chat',
  config: {
    served_entities: [
      {
        name: 'a',
        external_model: {
          provider: 'openai',
          name: 'gpt-4o-mini',
          task: 'llm/v1/chat',
          openai_config: { openai_api_key: '{{secrets/llm/key}}' },
        },
      },
      { entity_name: 'main.models.m', entity_version: '1', environment_vars: { ANY: 'value' } },
    ],
    traffic_config: { routes: [{ served_entity_name: 'a', traffic_percentage: 100 }] },
  },
  ai_gateway: {
    rate_limits: [{ calls: 1, renewal_period: 'minute' }],
    guardrails: { input: { pii: { behavior: 'BLOCK' } } },
  },
  tags: [{ key: 'team', value: 'search' }],
  permissions: [{ level: 'CAN_QUERY', group_name: 'readers' }],
  secrets: [{ scope: 'llm', key: 'key', from_env: 'OPENAI_API_KEY' }],
});

type Container = Record<string, unknown>;

/** Every map of a document that has known keys, with its path: a record takes any key. */
function closedMaps(value: unknown, path: (string | number)[] = []): [Container, (string | number)[]][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    closedMaps(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  const isClosed = !Array.isArray(value) && path.at(-1) !== 'environment_vars';
  return isClosed ? [[value as Container, path], ...inner] : inner;
}

describe('findUnknownKeys', () => {
  it('finds nothing in a document whose keys are all known', () => {
    expect(findUnknownKeys(EndpointDocument, document())).toEqual([]);
  });

  it('finds exactly the key that was planted, wherever that is', () => {
    const places = closedMaps(document()).length;
    fc.assert(
      fc.property(fc.nat(places - 1), fc.stringMatching(/^[a-z_]{1,12}$/), (place, word) => {
        const planted = document();
        const [container, path] = closedMaps(planted)[place]!;
        const key = `${word}_planted`;
        container[key] = { anything: [1] };
        const found = findUnknownKeys(EndpointDocument, planted);
        expect(found.map((each) => [each.path, each.key])).toEqual([[[...path, key], key]]);
      }),
    );
  });

  it('lists findings in the order of the document', () => {
    const found = findUnknownKeys(EndpointDocument, {
      zzz: 1,
      config: { served_entities: [{ qqq: 1 }, { www: 1 }], xxx: 1 },
      yyy: 1,
    });
    expect(found.map(({ path }) => path.join('.'))).toEqual([
      'zzz',
      'yyy',
      'config.xxx',
      'config.served_entities.0.qqq',
      'config.served_entities.1.www',
    ]);
  });

  it('takes names that every object inherits for unknown', () => {
    const found = findUnknownKeys(
      EndpointDocument,
      JSON.parse('{"constructor": 1, "__proto__": 2, "toString": 3}'),
    );
    expect(found.map(({ key }) => key)).toEqual(['constructor', '__proto__', 'toString']);
  });

  it.each([null, 1, 'text', [], undefined])('finds nothing in %j, which is no document', (value) => {
    expect(findUnknownKeys(EndpointDocument, value)).toEqual([]);
  });

  it('goes no deeper where the value does not fit the schema', () => {
    expect(findUnknownKeys(EndpointDocument, { config: [{ a: 1 }], tags: { key: 'a' } })).toEqual([]);
  });

  it('looks into the option of a union that fits', () => {
    const messages = [{ role: 'user', content: [{ type: 'text', txt: 'hi' }] }];
    expect(findUnknownKeys(QueryEndpointInput, { messages, prompt: ['a'] })).toEqual([
      { path: ['messages', 0, 'content', 0, 'txt'], key: 'txt', suggestion: 'text' },
    ]);
  });

  it('tells the options of a union apart by their literals, then by their keys', () => {
    const cat = z.looseObject({ kind: z.literal('cat'), lives: z.number() });
    const dog = z.looseObject({ kind: z.literal('dog'), tricks: z.array(z.string()) });
    const pet = z.union([cat, dog]).optional();
    expect(findUnknownKeys(pet, { kind: 'dog', lives: 9, tricks: [] }).map(({ key }) => key)).toEqual([
      'lives',
    ]);
    const untagged = z.union([
      z.looseObject({ a: z.string() }),
      z.looseObject({ b: z.string(), c: z.string() }),
    ]);
    expect(findUnknownKeys(untagged, { b: '', d: '' }).map(({ key }) => key)).toEqual(['d']);
  });

  it('sees through wrappers, pipes, tuples and intersections', () => {
    const inner = z.looseObject({ a: z.string() });
    const schema = z.looseObject({
      wrapped: inner.nullable().default({ a: '' }).readonly(),
      piped: inner.transform((value) => value.a),
      pair: z.tuple([inner, z.number()]).rest(inner),
      both: z.intersection(inner, z.looseObject({ b: z.string() })),
      typed: z.object({ a: z.string() }).catchall(inner),
    });
    const found = findUnknownKeys(schema, {
      wrapped: { x: 1 },
      piped: { x: 1 },
      pair: [{ x: 1 }, 2, { x: 1 }],
      both: { a: '', b: '', x: 1 },
      typed: { anything: { x: 1 } },
    });
    expect(found.map(({ path }) => path.join('.'))).toEqual([
      'wrapped.x',
      'piped.x',
      'pair.0.x',
      'pair.2.x',
      'both.x',
      'typed.anything.x',
    ]);
  });

  it('walks a hundred thousand levels without a stack, and in linear time', () => {
    interface Node {
      readonly next?: Node | undefined;
    }
    const node: z.ZodType<Node> = z.looseObject({ next: z.lazy(() => node).optional() });
    let deep: Container = { nxt: 1 };
    for (let level = 0; level < 100_000; level += 1) deep = { next: deep };
    const start = performance.now();
    const found = findUnknownKeys(node, deep);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(found).toHaveLength(1);
    expect(found[0]?.path).toHaveLength(100_001);
  });
});

describe('the suggestion for an unknown key', () => {
  it.each([
    ['a typing error', ServedEntityInput, 'entity_nmae', 'entity_name'],
    ['a swap', ServedEntityInput, 'wokrload_size', 'workload_size'],
    ['camel case', ServedEntityInput, 'scaleToZeroEnabled', 'scale_to_zero_enabled'],
    ['kebab case', ServedEntityInput, 'workload-type', 'workload_type'],
    ['a shorter name', ServedEntityInput, 'scale_to_zero', 'scale_to_zero_enabled'],
    ['an older name', ServedEntityInput, 'model_version', 'entity_version'],
    ['a common other name', ServedEntityInput, 'env_vars', 'environment_vars'],
    ['a wrong prefix', AmazonBedrockConfig, 'bedrock_access_key_id', 'aws_access_key_id'],
    ['the other wrong prefix', AmazonBedrockConfig, 'bedrock_secret_access_key', 'aws_secret_access_key'],
    ['a missing prefix', AmazonBedrockConfig, 'region', 'aws_region'],
    [
      'a field one level too high',
      ExternalModel,
      'custom_provider_url',
      'custom_provider_config.custom_provider_url',
    ],
    [
      'a block one level too high',
      ExternalModel,
      'bearer_token_auth',
      'custom_provider_config.bearer_token_auth',
    ],
    ['a key one level too high', ExternalModel, 'openai_api_key', 'openai_config.openai_api_key'],
    ['another name of a provider', ExternalModel, 'google_config', 'google_cloud_vertex_ai_config'],
    ['yet another', ExternalModel, 'aws_bedrock_config', 'amazon_bedrock_config'],
    ['routes without their block', EndpointCoreConfigInput, 'routes', 'traffic_config.routes'],
    ['a field of a list entry', EndpointCoreConfigInput, 'workload_size', 'served_entities[].workload_size'],
    ['served_entities without config', EndpointDocument, 'served_entities', 'config.served_entities'],
  ] as const)('for %s', (_case, schema, key, suggestion) => {
    expect(findUnknownKeys(schema, { [key]: 'x' })).toEqual([{ path: [key], key, suggestion }]);
  });

  it.each(['entirely_different', 'x', 'a'.repeat(10_000), ''])('is absent for %j', (key) => {
    const [found, ...others] = findUnknownKeys(EndpointDocument, { [key]: 1 });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ path: [key], key });
    expect(found).not.toHaveProperty('suggestion');
  });

  it('gives way to the keys that can stand there, but for deprecated ones', () => {
    const [found] = findUnknownKeys(EndpointCoreConfigInput, { zzz: 1 });
    expect(found?.known).toContain('served_entities');
    expect(found?.known).not.toContain('served_models');
  });
});
