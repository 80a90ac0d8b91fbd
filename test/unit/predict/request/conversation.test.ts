import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/errors.ts';
import { chatMessages, responseItems } from '../../../../src/predict/request/conversation.ts';

const said = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: 'ho' },
];

describe('the messages of a chat', () => {
  it('are the system message, the conversation so far, and what is said now', () => {
    expect(chatMessages({ system: 'short', history: said, message: 'and?' })).toEqual([
      { role: 'system', content: 'short' },
      ...said,
      { role: 'user', content: 'and?' },
    ]);
  });

  it('are the conversation alone where nothing new is said', () => {
    expect(chatMessages({ history: said })).toEqual(said);
  });

  it('hold pictures beside the text, or alone', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };
    const images = [image.image_url.url];
    expect(chatMessages({ message: 'what?', images })).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'what?' }, image] },
    ]);
    expect(chatMessages({ images })).toEqual([{ role: 'user', content: [image] }]);
  });

  it('have one system message', () => {
    const history = [{ role: 'system', content: 'long' }];
    expect(() => chatMessages({ system: 'short', history, message: 'hi' })).toThrow(UsageError);
    expect(chatMessages({ history, message: 'hi' })).toHaveLength(2);
  });
});

describe('the items of the Responses API', () => {
  it('are the messages themselves where they are texts', () => {
    expect(responseItems(said)).toEqual(said);
  });

  it('name parts after who speaks', () => {
    const parts = (type: string) => [{ type, text: 'a' }];
    expect(
      responseItems([
        {
          role: 'user',
          content: [...parts('text'), { type: 'image_url', image_url: { url: 'u', detail: 'low' } }],
        },
        { role: 'assistant', content: parts('text') },
      ]),
    ).toEqual([
      {
        role: 'user',
        content: [...parts('input_text'), { type: 'input_image', image_url: 'u', detail: 'low' }],
      },
      { role: 'assistant', content: parts('output_text') },
    ]);
  });

  it('hold the calls of functions and their results by themselves', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
    expect(
      responseItems([
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '4' },
        { role: 'assistant', content: 'so', tool_calls: [call] },
      ]),
    ).toEqual([
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: '4' },
      { role: 'assistant', content: 'so' },
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
    ]);
  });

  it('stay what they are where they are items already', () => {
    const items = [{ type: 'reasoning', id: 'r', summary: [] }];
    expect(responseItems(items)).toEqual(items);
  });
});
