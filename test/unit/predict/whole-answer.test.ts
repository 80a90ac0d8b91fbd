import { describe, expect, it, test } from 'vitest';
import { wholeAnswer } from '../../../src/predict/whole-answer.ts';

const piece = (index: number, delta: object, reason: string | null = null) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  model: 'm',
  choices: [{ index, delta, finish_reason: reason }],
  usage: null,
});
const call = (part: object) => ({ tool_calls: [{ index: 0, ...part }] });

describe('the chunks of a stream add up to', () => {
  it('the chat that would have come whole', () => {
    const chunks = [
      piece(0, { role: 'assistant', content: 'Hel' }),
      piece(1, { content: 'Hi' }),
      piece(0, { content: 'lo' }),
      piece(1, {}, 'length'),
      piece(0, { content: '' }, 'stop'),
      { id: 'c', choices: [], usage: { total_tokens: 3 } },
    ];
    expect(wholeAnswer(chunks)).toEqual({
      id: 'c',
      object: 'chat.completion',
      model: 'm',
      usage: { total_tokens: 3 },
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
        { index: 1, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'length' },
      ],
    });
  });

  it('a chat with the calls of functions', () => {
    const chunks = [
      piece(0, call({ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a' } })),
      piece(0, call({ function: { arguments: '":1}' } }), 'tool_calls'),
    ];
    expect(wholeAnswer(chunks)).toMatchObject({
      choices: [
        {
          message: {
            content: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
    });
  });

  test.each<[string, readonly Readonly<Record<string, unknown>>[], unknown]>([
    [
      'completions',
      [
        { id: 'c', choices: [{ index: 0, text: 'a' }] },
        { id: 'c', choices: [{ index: 0, text: 'b', finish_reason: 'stop' }] },
      ],
      { id: 'c', object: 'text_completion', choices: [{ index: 0, text: 'ab', finish_reason: 'stop' }] },
    ],
    [
      "an agent's messages",
      [
        { id: 'x', delta: { role: 'assistant', content: 'a' } },
        { id: 'x', delta: { content: 'b' }, trace: 1 },
      ],
      { id: 'x', trace: 1, messages: [{ role: 'assistant', content: 'ab' }] },
    ],
    [
      'the answer of the Responses API, which it tells itself',
      [
        { type: 'response.output_text.delta', item_id: 'm', delta: 'a' },
        { type: 'response.completed', response: { id: 'r', output: [{ type: 'message' }] } },
      ],
      { id: 'r', output: [{ type: 'message' }] },
    ],
    [
      'its items, where it does not',
      [
        { type: 'response.output_item.added', item: { id: 'm', type: 'message', content: [] } },
        { type: 'response.output_text.delta', item_id: 'm', delta: 'a' },
        { type: 'response.output_item.done', item: { id: 'm', type: 'message', content: [1] } },
        { type: 'response.completed', response: { usage: {} } },
      ],
      { object: 'response', output: [{ id: 'm', type: 'message', content: [1] }] },
    ],
    [
      'its text, where it tells no items',
      [{ type: 'response.output_text.delta', item_id: 'm', delta: 'a' }],
      {
        object: 'response',
        output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] }],
      },
    ],
    ['the answer that came in one piece', [{ trace_id: 't' }, { predictions: [1] }], { predictions: [1] }],
    ['themselves, where nobody knows them', [{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 2 }]],
  ])('%s', (_, chunks, whole) => {
    expect(wholeAnswer(chunks)).toEqual(whole);
  });
});
