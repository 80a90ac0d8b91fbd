import { describe, expect, it, test } from 'vitest';
import { readMessages } from '../../../../src/predict/chat/message.ts';

const messages = [{ role: 'user', content: [{ type: 'text', text: 'hi' }], name: 'ann' }];

describe('the messages of a file', () => {
  test.each([
    ['a list', messages],
    ['a chat request', { messages, max_tokens: 5 }],
    ['a Responses request', { input: messages }],
  ])('are those of %s, with every field', (_, value) => {
    expect(readMessages(value)).toEqual(messages);
  });

  test.each([
    [{}, 'there are no messages in it'],
    ['hi', 'there are no messages in it'],
    [{ input: 'hi' }, 'there are no messages in it'],
    [[...messages, { content: 'x' }], 'message 2 has no role'],
    [[null], 'message 1 has no role'],
  ])('are not those of %j', (value, message) => {
    expect(() => readMessages(value)).toThrow(message);
  });

  it('may be none', () => {
    expect(readMessages([])).toEqual([]);
  });
});
