import { expect, test } from 'vitest';
import { createStreamTally } from '../../../src/predict/stream-tally.ts';

const chat = (delta: object, more: object = {}, index = 0) => ({ choices: [{ index, delta }], ...more });

test('adds up texts, calls, usage and the reason of the end, and knows when the first word came', () => {
  const tally = createStreamTally();
  tally.take([chat({ role: 'assistant', content: '' })], 10);
  expect(tally.sum().firstTokenAt).toBeUndefined();
  tally.take([chat({ content: 'Hel' }), chat({ content: 'second' }, {}, 1)], 20);
  tally.take([chat({ content: 'lo' }, { usage: { completion_tokens: 2 } })], 30);
  tally.take([{ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }], 40);
  expect(tally.sum()).toEqual({
    text: '[1] Hello\n[2] second',
    isText: true,
    body: { text: 'Hello', tool_calls: [], usage: { completion_tokens: 2 }, finish_reason: 'stop' },
    usage: { completion_tokens: 2 },
    finishReason: 'stop',
    chunks: 5,
    firstTokenAt: 20,
    lastAt: 40,
  });
});

test('takes a thought, or a call, for the first word', () => {
  const thinking = createStreamTally();
  thinking.take([chat({ reasoning_content: 'hm' })], 7);
  expect(thinking.sum()).toMatchObject({ text: '', firstTokenAt: 7 });
  const calling = createStreamTally();
  calling.take([chat({ tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] })], 8);
  expect(calling.sum()).toMatchObject({
    text: 'f()',
    body: { tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '' } }] },
    firstTokenAt: 8,
  });
});

test('of a model that can not stream keeps the answer as it came', () => {
  const tally = createStreamTally();
  tally.take([{ predictions: ['a'] }], 1);
  expect(tally.sum()).toMatchObject({ text: 'a', isText: false, body: { predictions: ['a'] } });
  tally.take([{ predictions: ['b'] }], 2);
  expect(tally.sum()).toMatchObject({ text: 'a\nb', body: [{ predictions: ['a'] }, { predictions: ['b'] }] });
});
