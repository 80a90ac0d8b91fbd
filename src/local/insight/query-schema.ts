import { taskOf } from '../endpoints/answer.ts';
import type { EndpointRecord } from '../store/records.ts';

type Schema = Readonly<Record<string, unknown>>;

const string = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };
const texts = { oneOf: [string, { type: 'array', items: string }] };

const object = (properties: Schema, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});

const usage = object({ prompt_tokens: integer, completion_tokens: integer, total_tokens: integer });
const tuning = {
  max_tokens: integer,
  temperature: number,
  n: integer,
  stop: texts,
  stream: { type: 'boolean' },
};
const chatMessage = object({ role: string, content: string }, ['role', 'content']);
const choices = (item: Schema): Schema => ({
  type: 'array',
  items: object({ index: integer, ...item, finish_reason: string }),
});

interface Exchange {
  readonly request: Schema;
  readonly response: Schema;
}

const chat: Exchange = {
  request: object({ messages: { type: 'array', items: chatMessage }, ...tuning }, ['messages']),
  response: object({
    id: string,
    object: string,
    created: integer,
    model: string,
    choices: choices({ message: chatMessage }),
    usage,
  }),
};

const completions: Exchange = {
  request: object({ prompt: texts, ...tuning }, ['prompt']),
  response: object({
    id: string,
    object: string,
    created: integer,
    model: string,
    choices: choices({ text: string }),
    usage,
  }),
};

const embeddings: Exchange = {
  request: object({ input: texts }, ['input']),
  response: object({
    object: string,
    model: string,
    data: {
      type: 'array',
      items: object({ index: integer, object: string, embedding: { type: 'array', items: number } }),
    },
    usage,
  }),
};

const records = { type: 'array', items: { type: 'object' } };
const custom: Exchange = {
  request: {
    oneOf: [
      object({ dataframe_records: records }, ['dataframe_records']),
      object(
        {
          dataframe_split: object({
            columns: { type: 'array' },
            data: { type: 'array' },
            index: { type: 'array' },
          }),
        },
        ['dataframe_split'],
      ),
      object({ instances: { type: 'array' } }, ['instances']),
      object({ inputs: {} }, ['inputs']),
    ],
  },
  response: object({ predictions: {} }),
};

const exchanges: Readonly<Record<string, Exchange>> = {
  'llm/v1/chat': chat,
  'llm/v1/completions': completions,
  'llm/v1/embeddings': embeddings,
};

/** The OpenAPI document of an endpoint's invocations, by what its models do. */
export function querySchema(endpoint: EndpointRecord, origin: string): Schema {
  const { request, response } = exchanges[taskOf(endpoint) ?? ''] ?? custom;
  const json = (schema: Schema): Schema => ({ 'application/json': { schema } });
  return {
    openapi: '3.1.0',
    info: { title: endpoint.name, version: String(endpoint.config?.config_version ?? 0) },
    servers: [{ url: `${origin}/serving-endpoints/${endpoint.name}` }],
    paths: {
      '/invocations': {
        post: {
          requestBody: { required: true, content: json(request) },
          responses: { 200: { description: 'Successful operation', content: json(response) } },
        },
      },
    },
  };
}
