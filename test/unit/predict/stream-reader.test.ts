import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/predict/json.ts';
import { createStreamReader } from '../../../src/predict/stream-reader.ts';

function readAll(chunks: readonly JsonObject[]) {
  const reader = createStreamReader();
  const pieces = chunks.map((chunk) => reader.read(chunk));
  const textOf = (index: number) =>
    pieces
      .flatMap(({ texts }) => texts)
      .filter((piece) => piece.index === index)
      .map(({ text }) => text)
      .join('');
  return {
    text: textOf(0),
    second: textOf(1),
    reasoning: pieces.map(({ reasoning }) => reasoning).join(''),
    answers: pieces.flatMap(({ answer }) => (answer ? [answer] : [])),
    ...reader.end(),
  };
}

const chat = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});

describe('a chat stream', () => {
  test('is the text of its deltas', () => {
    const end = readAll([
      chat({ role: 'assistant', content: '' }),
      chat({ content: 'He' }),
      chat({ role: null, content: 'llo' }),
      chat({}, 'stop'),
    ]);
    expect(end).toMatchObject({ text: 'Hello', finishReason: 'stop', toolCalls: [] });
  });

  test('may tell the usage with every chunk; the last one counts', () => {
    const usage = (completion_tokens: number) => ({ usage: { prompt_tokens: 9, completion_tokens } });
    expect(
      readAll([chat({ content: 'a' }, null, usage(1)), chat({ content: 'b' }, 'stop', usage(2))]).usage,
    ).toEqual({
      prompt_tokens: 9,
      completion_tokens: 2,
    });
  });

  test('may tell the usage in a chunk without choices', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    expect(readAll([chat({ content: 'a' }, 'stop'), { choices: [], usage }])).toMatchObject({
      text: 'a',
      usage,
      finishReason: 'stop',
    });
  });

  test('of several answers keeps them apart', () => {
    const { text, second } = readAll([
      { choices: [{ index: 1, delta: { content: 'b1' } }] },
      {
        choices: [
          { index: 0, delta: { content: 'a1' } },
          { index: 1, delta: { content: 'b2' } },
        ],
      },
    ]);
    expect([text, second]).toEqual(['a1', 'b1b2']);
  });

  test('puts the fragments of tool calls together by their index', () => {
    const call = (index: number, more: object) => chat({ tool_calls: [{ index, ...more }] });
    const { toolCalls } = readAll([
      call(0, { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a"' } }),
      call(1, { id: 'call_2', type: 'function', function: { name: 'g', arguments: '' } }),
      call(0, { function: { arguments: ':1}' } }),
      call(1, { function: { name: '', arguments: '{}' } }),
      chat({}, 'tool_calls'),
    ]);
    expect(toolCalls.map(({ id, name, arguments: json }) => [id, name, json])).toEqual([
      ['call_1', 'f', '{"a":1}'],
      ['call_2', 'g', '{}'],
    ]);
  });

  test('may hold parts with reasoning', () => {
    const end = readAll([
      chat({ content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] }] }),
      chat({ content: [{ type: 'text', text: 'four' }] }),
    ]);
    expect(end).toMatchObject({ text: 'four', reasoning: 'hm' });
  });

  test('that ends without a reason has none', () => {
    expect(readAll([chat({ content: 'He' })])).not.toHaveProperty('finishReason');
  });
});

test('a completions stream is the text of its choices', () => {
  const chunk = (text: string, finish_reason: string | null) => ({
    choices: [{ index: 0, text, finish_reason }],
  });
  expect(readAll([chunk(' upon', null), chunk(' a time', 'length')])).toMatchObject({
    text: ' upon a time',
    finishReason: 'length',
  });
});

test('a chat agent’s stream is what the assistant says, not its tools', () => {
  const chunk = (role: string, content: string) => ({ id: '1', delta: { role, content, id: '1' } });
  expect(
    readAll([
      chunk('assistant', 'It '),
      chunk('tool', '{"rain":1}'),
      chunk('assistant', 'rains'),
      { trace_id: 't' },
    ]),
  ).toMatchObject({ text: 'It rains', answers: [] });
});

describe('a Responses stream', () => {
  const delta = (item_id: string, text: string) => ({
    type: 'response.output_text.delta',
    item_id,
    delta: text,
  });
  const done = (id: string | undefined, text: string) => ({
    type: 'response.output_item.done',
    item: { type: 'message', ...(id === undefined ? {} : { id }), content: [{ type: 'output_text', text }] },
  });
  const completed = {
    type: 'response.completed',
    response: { usage: { input_tokens: 1, output_tokens: 2 } },
  };

  test('says an item once, whether it comes in pieces, whole, or both', () => {
    const created = { type: 'response.created', response: { output: [] } };
    expect(
      readAll([created, delta('m1', 'He'), delta('m1', 'llo'), done('m1', 'Hello'), completed]).text,
    ).toBe('Hello');
    expect(readAll([delta('m1', 'Hello')]).text).toBe('Hello');
    expect(readAll([done('m1', 'Hello'), done('m2', ' there')]).text).toBe('Hello there');
  });

  test('tells its usage and its end', () => {
    expect(readAll([done('m1', 'Hi'), completed])).toMatchObject({
      finishReason: 'completed',
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    });
    expect(readAll([{ type: 'responses.completed' }]).finishReason).toBe('completed');
    expect(readAll([{ type: 'response.incomplete', response: {} }]).finishReason).toBe('incomplete');
  });

  test('tells the calls and the reasoning of its items', () => {
    const end = readAll([
      { type: 'response.reasoning_summary_text.delta', item_id: 'r1', delta: 'hm' },
      { type: 'response.output_item.done', item: { type: 'reasoning', id: 'r1', summary: [{ text: 'hm' }] } },
      {
        type: 'response.output_item.done',
        item: { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '{}' },
      },
    ]);
    expect(end.reasoning).toBe('hm');
    expect(end.toolCalls).toMatchObject([{ id: 'c1', name: 'f', arguments: '{}' }]);
  });
});

test('an Anthropic stream is the text of its blocks', () => {
  const end = readAll([
    { type: 'message_start', message: { usage: { input_tokens: 5 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't1', name: 'f' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"x"' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: ':1}' } },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 7 } },
    { type: 'message_stop' },
  ]);
  expect(end).toMatchObject({
    text: 'Hello',
    finishReason: 'tool_use',
    usage: { prompt_tokens: 5, completion_tokens: 7 },
    toolCalls: [{ id: 't1', name: 'f', arguments: '{"x":1}' }],
  });
});

test('a Gemini stream is the text of its candidates', () => {
  const chunk = (text: string, more: object = {}) => ({
    candidates: [{ content: { parts: [{ text }] }, ...more }],
  });
  expect(readAll([chunk('Hel'), chunk('lo', { finishReason: 'STOP' })])).toMatchObject({
    text: 'Hello',
    finishReason: 'STOP',
  });
});

describe('a model that can not stream', () => {
  test('answers chat in one piece', () => {
    const whole = { choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }] };
    expect(readAll([whole])).toMatchObject({ text: 'Hello', finishReason: 'stop' });
  });

  test('answers predictions in one piece', () => {
    expect(readAll([{ predictions: [1] }]).answers).toEqual([{ kind: 'predictions', values: [1] }]);
  });
});
