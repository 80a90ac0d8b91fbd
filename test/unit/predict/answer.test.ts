import { describe, expect, test } from 'vitest';
import { type Answer, readAnswer } from '../../../src/predict/answer.ts';

const choice = (text: string, more: object = {}) => ({ text, reasoning: '', toolCalls: [], ...more });

/** Bodies in the shapes that Databricks, its agents and the providers behind it answer with. */
const answers: readonly [string, unknown, Answer][] = [
  [
    'chat',
    {
      id: 'chatcmpl-7',
      object: 'chat.completion',
      created: 1_763_600_000,
      model: 'gpt-x-0613',
      choices: [{ index: 0, message: { role: 'assistant', content: '4' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 14, completion_tokens: 1, total_tokens: 15 },
    },
    {
      kind: 'text',
      shape: 'chat',
      choices: [choice('4', { finishReason: 'stop' })],
      usage: { prompt_tokens: 14, completion_tokens: 1, total_tokens: 15 },
    },
  ],
  [
    'chat with several choices',
    { choices: [{ message: { content: 'a' } }, { message: { content: 'b' } }], error: null },
    { kind: 'text', shape: 'chat', choices: [choice('a'), choice('b')] },
  ],
  [
    'chat with parts: reasoning, text, an image',
    {
      choices: [
        {
          message: {
            role: 'assistant',
            content: [
              {
                type: 'reasoning',
                summary: [
                  { type: 'summary_text', text: 'add them' },
                  { type: 'summary_encrypted_text', data: 'x' },
                ],
              },
              { type: 'text', text: 'It is ' },
              { type: 'image', image_url: 'data:…' },
              { type: 'text', text: 'four' },
            ],
          },
        },
      ],
    },
    { kind: 'text', shape: 'chat', choices: [choice('It is four', { reasoning: 'add them' })] },
  ],
  [
    'chat that asks for a tool',
    {
      choices: [
        {
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
    },
    {
      kind: 'text',
      shape: 'chat',
      choices: [
        choice('', {
          toolCalls: [{ id: 'call_1', name: 'f', arguments: '{"x":1}' }],
          finishReason: 'tool_calls',
        }),
      ],
    },
  ],
  [
    'chat that refuses',
    { choices: [{ message: { role: 'assistant', content: null, refusal: 'I can not help' } }] },
    { kind: 'text', shape: 'chat', choices: [choice('I can not help')] },
  ],
  [
    'completions',
    { object: 'text_completion', choices: [{ index: 0, text: ' upon a time', finish_reason: 'length' }] },
    { kind: 'text', shape: 'completions', choices: [choice(' upon a time', { finishReason: 'length' })] },
  ],
  [
    'embeddings out of order',
    {
      object: 'list',
      data: [
        { object: 'embedding', index: 1, embedding: [0.5] },
        { object: 'embedding', index: 0, embedding: [0.25, -0.2] },
      ],
      usage: { prompt_tokens: 2, total_tokens: 2 },
    },
    { kind: 'embeddings', vectors: [[0.25, -0.2], [0.5]], usage: { prompt_tokens: 2, total_tokens: 2 } },
  ],
  [
    'embeddings in base64',
    { data: [{ index: 0, embedding: Buffer.from(new Float32Array([1, -0.5]).buffer).toString('base64') }] },
    { kind: 'embeddings', vectors: [[1, -0.5]] },
  ],
  [
    'a responses agent',
    {
      object: 'response',
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'greet' }] },
        { type: 'function_call', call_id: 'c1', id: 'fc_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'done' },
        {
          type: 'message',
          id: 'm1',
          role: 'assistant',
          content: [
            { type: 'output_text', text: 'hello ', annotations: [] },
            { type: 'output_text', text: 'there' },
          ],
        },
      ],
      status: 'completed',
      error: null,
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    },
    {
      kind: 'text',
      shape: 'responses',
      choices: [
        {
          text: 'hello there',
          reasoning: 'greet',
          toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }],
          finishReason: 'completed',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    },
  ],
  [
    'a responses agent that refuses',
    { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }] },
    { kind: 'text', shape: 'responses', choices: [choice('no')] },
  ],
  [
    'a chat agent whose last words are a tool’s',
    {
      messages: [
        { role: 'assistant', content: 'I look it up', id: '1' },
        { role: 'assistant', content: 'It rains', id: '2' },
        { role: 'tool', tool_call_id: 'c', content: '{"rain":1}' },
        { role: 'assistant', content: '' },
      ],
      finish_reason: 'stop',
    },
    { kind: 'text', shape: 'chat-agent', choices: [choice('It rains', { finishReason: 'stop' })] },
  ],
  [
    'an agent of the first generation: messages in a choice',
    { choices: [{ messages: [{ role: 'assistant', content: 'hello' }] }] },
    { kind: 'text', shape: 'chat', choices: [choice('hello')] },
  ],
  [
    'an agent of the first generation: a list of texts',
    ['hello'],
    { kind: 'text', shape: 'legacy', choices: [choice('hello')] },
  ],
  [
    'an agent of the first generation: a list of contents',
    [{ content: 'hello' }],
    { kind: 'text', shape: 'legacy', choices: [choice('hello')] },
  ],
  [
    'the llama2/chat task',
    { predictions: [{ candidates: [{ text: 'hello', metadata: { finish_reason: 'stop' } }] }] },
    { kind: 'text', shape: 'legacy', choices: [choice('hello', { finishReason: 'stop' })] },
  ],
  ['a custom model', { predictions: [1, 0] }, { kind: 'predictions', values: [1, 0] }],
  ['a custom model of records', { predictions: [{ a: 1 }] }, { kind: 'predictions', values: [{ a: 1 }] }],
  ['a custom model of one text', { predictions: 'text' }, { kind: 'predictions', values: 'text' }],
  ['a feature function', { outputs: [{ f: 1 }] }, { kind: 'outputs', values: [{ f: 1 }] }],
  [
    'Gemini’s own',
    {
      candidates: [
        { content: { role: 'model', parts: [{ text: 'hel' }, { text: 'lo' }] }, finishReason: 'STOP' },
      ],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
    },
    {
      kind: 'text',
      shape: 'gemini',
      choices: [choice('hello', { finishReason: 'STOP' })],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    },
  ],
  [
    'Anthropic’s own',
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'hello' },
        { type: 'tool_use', id: 't1', name: 'f', input: { x: 1 } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 2 },
    },
    {
      kind: 'text',
      shape: 'anthropic',
      choices: [
        {
          text: 'hello',
          reasoning: 'hm',
          toolCalls: [{ id: 't1', name: 'f', arguments: '{"x":1}' }],
          finishReason: 'tool_use',
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    },
  ],
  ['anything else', { result: 42 }, { kind: 'raw', body: { result: 42 } }],
  ['a list of numbers', [1, 2], { kind: 'raw', body: [1, 2] }],
  ['an empty list', [], { kind: 'raw', body: [] }],
  ['nothing', undefined, { kind: 'raw', body: undefined }],
  ['data that holds no vectors', { data: [{ id: 1 }] }, { kind: 'raw', body: { data: [{ id: 1 }] } }],
];

test.each(answers)('%s is read', (_, body, expected) => {
  expect(readAnswer(body)).toEqual(expected);
});

describe('an error in the body of a good status', () => {
  test.each<[string, unknown, object]>([
    ['an object', { error: { code: 'X', message: 'no' }, output: [] }, { code: 'X', message: 'no' }],
    ['a text', { error: 'no' }, { message: 'no' }],
    [
      'the flat envelope',
      { error_code: 'BAD_REQUEST', message: 'no' },
      { code: 'BAD_REQUEST', message: 'no' },
    ],
    [
      'an event',
      { type: 'error', code: 'X', message: 'no', sequence_number: 3 },
      { code: 'X', message: 'no' },
    ],
    [
      'a failed response',
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'no' } } },
      { code: 'server_error', message: 'no' },
    ],
    [
      'a type in place of a code',
      { error: { type: 'overloaded_error', message: 'no' } },
      { code: 'overloaded_error', message: 'no' },
    ],
  ])('as %s is found', (_, body, error) => {
    expect(readAnswer(body)).toEqual({ kind: 'error', error });
  });

  test('is told even where it gives no reason', () => {
    expect(readAnswer({ error: { status: 7 } })).toEqual({
      kind: 'error',
      error: { message: 'no reason given: {"status":7}' },
    });
  });
});
