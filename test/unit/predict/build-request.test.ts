import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { buildRequest, type RequestForms } from '../../../src/predict/build-request.ts';

const user = { role: 'user', content: 'hi' };
const system = { role: 'system', content: 'Be brief' };

test.each<[string, RequestForms, object]>([
  ['a message for chat', { message: 'hi', task: 'llm/v1/chat' }, { messages: [user] }],
  ['a message where nobody knows the task', { message: 'hi' }, { messages: [user] }],
  [
    'a message with a system message',
    { message: 'hi', system: 'Be brief', task: 'llm/v1/chat' },
    { messages: [system, user] },
  ],
  ['a message for a chat agent', { message: 'hi', task: 'agent/v2/chat' }, { messages: [user] }],
  ['a message for a legacy chat model', { message: 'hi', task: 'llama2/chat' }, { messages: [user] }],
  [
    'a message for a responses agent',
    { message: 'hi', system: 'Be brief', task: 'agent/v1/responses' },
    { input: [system, user] },
  ],
  ['a message for completions', { message: 'hi', task: 'llm/v1/completions' }, { prompt: 'hi' }],
  ['a message for embeddings', { message: 'hi', task: 'llm/v1/embeddings' }, { input: 'hi' }],
  ['an empty message', { message: '', task: 'llm/v1/chat' }, { messages: [{ role: 'user', content: '' }] }],
  ['a prompt, whatever the task', { prompt: 'Once', task: 'llm/v1/chat' }, { prompt: 'Once' }],
  ['one input', { inputs: ['a'] }, { input: 'a' }],
  ['several inputs', { inputs: ['a', 'b'] }, { input: ['a', 'b'] }],
  [
    'parameters beside a message',
    { message: 'hi', params: { temperature: 0 } },
    { messages: [user], temperature: 0 },
  ],
  ['stop texts', { prompt: 'Once', stop: ['.'] }, { prompt: 'Once', stop: ['.'] }],
  [
    'parameters beside a body',
    { data: { inputs: [1] }, params: { params: { k: 1 } } },
    { inputs: [1], params: { k: 1 } },
  ],
])('%s', (_, forms, body) => {
  expect(buildRequest(forms)).toEqual(body);
});

test('a body alone is sent untouched', () => {
  const data = { dataframe_records: [{ prompt: 'hi', stop: null }], unknown: { kept: true } };
  expect(buildRequest({ data, task: '', params: {}, stop: [] })).toBe(data);
});

describe('refused', () => {
  test.each<[string, RequestForms, string]>([
    ['nothing', {}, 'nothing to ask with'],
    ['no input at all', { inputs: [] }, 'nothing to ask with'],
    ['two forms', { message: 'hi', prompt: 'hi' }, 'several forms of request at once'],
    ['a message and a body', { message: 'hi', data: {} }, 'several forms of request at once'],
    ['a system message alone', { system: 'Be brief', prompt: 'hi' }, 'a system message needs a message'],
    ['a message for a custom model', { message: 'hi', task: '' }, 'serves a custom model'],
    [
      'a message for a task of another kind',
      { message: 'hi', task: 'vision/v1/segment' },
      "task 'vision/v1/segment'",
    ],
    [
      'a system message for completions',
      { message: 'hi', system: 's', task: 'llm/v1/completions' },
      'takes no system message',
    ],
    [
      'a system message for embeddings',
      { message: 'hi', system: 's', task: 'llm/v1/embeddings' },
      'takes no system message',
    ],
    ['a body that is a list', { data: [1, 2] }, 'must be a JSON object'],
    ['a body that is null', { data: null }, 'must be a JSON object'],
    ['a parameter that the body sets', { data: { n: 1 }, params: { n: 2 } }, "'n' is given twice"],
    [
      'a parameter over the message',
      { message: 'hi', params: { messages: [] } },
      "'messages' is given twice",
    ],
    ['stop texts twice', { prompt: 'hi', stop: ['.'], params: { stop: '.' } }, "'stop' is given twice"],
    ['stop texts that the body sets', { data: { stop: '.' }, stop: ['.'] }, "'stop' is given twice"],
  ])('%s', (_, forms, message) => {
    expect(() => buildRequest(forms)).toThrow(UsageError);
    expect(() => buildRequest(forms)).toThrow(message);
  });

  test('a custom model, with a hint that names its forms', () => {
    const error = (() => {
      try {
        return buildRequest({ message: 'hi', task: '' });
      } catch (thrown) {
        return thrown as UsageError;
      }
    })();
    expect((error as UsageError).hint).toMatch(/dataframe_records.*dataframe_split.*instances.*inputs/);
  });
});
