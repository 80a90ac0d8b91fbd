import { describe, expect, it, test } from 'vitest';
import { requestSkeleton } from '../../../src/predict/skeleton.ts';

const document = (schema: unknown, path = '/invocations', components = {}) => ({
  openapi: '3.1.0',
  paths: { [path]: { post: { requestBody: { content: { 'application/json': { schema } } } } } },
  components: { schemas: components },
});

const columns = {
  id: { type: 'integer', format: 'int64' },
  score: { type: 'number', format: 'double' },
  name: { type: 'string' },
  at: { type: 'string', format: 'date-time' },
  on: { type: 'boolean' },
};
const names = Object.keys(columns);

/** As Databricks documents the answer for a custom model: the example of the table stands beside it, a default is a text. */
const custom = document(
  {
    oneOf: [
      {
        type: 'object',
        properties: {
          dataframe_split: {
            type: 'object',
            properties: {
              columns: { example: names, type: 'array', items: { type: 'string', enum: names } },
              data: { type: 'array', items: { type: 'array', prefixItems: Object.values(columns) } },
            },
          },
          params: { type: 'object', properties: { sentiment: { type: 'number', default: '0.5' } } },
        },
        examples: [{ columns: names, data: [[3, 10.4, 'abc', '2026-01-31T12:00:00Z', true]] }],
      },
      {
        type: 'object',
        properties: {
          dataframe_records: {
            type: 'array',
            items: { required: names, type: 'object', properties: columns },
          },
        },
      },
    ],
  },
  '/served-models/churn-2/invocations',
);

const row = { id: 0, score: 0, name: 'string', at: '2026-01-31T12:00:00Z', on: false };

describe('the skeleton of a request', () => {
  it('to a custom model has one row, with each column by its type', () => {
    expect(requestSkeleton(custom, { task: '' })).toEqual({ dataframe_records: [row] });
  });

  it('has the form that is asked for', () => {
    expect(requestSkeleton(custom, { task: '', rowsKey: 'dataframe_split' })).toEqual({
      dataframe_split: { columns: names, data: [Object.values(row)] },
      params: { sentiment: 0 },
    });
    expect(requestSkeleton(custom, { task: '', rowsKey: 'instances' })).toEqual({ instances: [{}] });
  });

  it('uses examples, defaults, constants and choices where they fit', () => {
    const properties = {
      a: { type: 'string', example: 'x' },
      b: { type: 'integer', default: 3 },
      c: { const: 'k' },
      d: { type: 'string', enum: ['low', 'high'] },
      e: { type: 'integer', default: 'three', minimum: 1 },
      f: { type: ['null', 'boolean'] },
      g: { type: 'null' },
      h: { properties: { i: { type: 'array', items: { type: 'number' } } } },
    };
    expect(requestSkeleton(document({ type: 'object', properties }))).toEqual({
      a: 'x',
      b: 3,
      c: 'k',
      d: 'low',
      e: 1,
      f: false,
      g: null,
      h: { i: [0] },
    });
  });

  it('leaves out what is not required and has no example', () => {
    const properties = { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'integer', default: 1 } };
    expect(requestSkeleton(document({ type: 'object', properties, required: ['a'] }))).toEqual({
      a: 'string',
      c: 1,
    });
  });

  it('follows references, joins allOf, and ends where a schema holds itself', () => {
    const tree = {
      type: 'object',
      properties: { child: { $ref: '#/components/schemas/Tree' }, v: { type: 'integer' } },
    };
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        {
          type: 'object',
          properties: { t: { anyOf: [{ type: 'null' }, { $ref: '#/components/schemas/Tree' }] } },
        },
      ],
    };
    const base = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } };
    const skeleton = requestSkeleton(document(schema, '/invocations', { Tree: tree, Base: base }));
    expect(skeleton).toMatchObject({
      id: '00000000-0000-0000-0000-000000000000',
      t: { v: 0, child: { v: 0 } },
    });
  });

  test.each<[string, object]>([
    ['llm/v1/chat', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['llm/v1/completions', { prompt: 'Once upon a time' }],
    ['llm/v1/embeddings', { input: ['Hello'] }],
    ['agent/v1/responses', { input: [{ role: 'user', content: 'Hello' }] }],
    ['agent/v2/chat', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['', { dataframe_records: [{}] }],
  ])("without a document is what the task '%s' asks for", (task, skeleton) => {
    for (const nothing of [undefined, {}, 'Not found', { paths: {} }]) {
      expect(requestSkeleton(nothing, { task })).toEqual(skeleton);
    }
  });

  it('has the question of the task where the document only says that it is a text', () => {
    const schema = {
      type: 'object',
      required: ['messages'],
      properties: {
        messages: { type: 'array', items: { type: 'object', properties: { role: { type: 'string' } } } },
        max_tokens: { type: 'integer', default: 16 },
      },
    };
    expect(requestSkeleton(document(schema), { task: 'llm/v1/chat' })).toEqual({
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 16,
    });
    const told = [{ role: 'user', content: 'Bonjour' }];
    const { properties, ...rest } = schema;
    const own = {
      ...rest,
      properties: { ...properties, messages: { ...properties.messages, example: told } },
    };
    expect(requestSkeleton(document(own), { task: 'llm/v1/chat' })).toMatchObject({ messages: told });
  });
});
