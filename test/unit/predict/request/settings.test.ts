import { describe, expect, it, test } from 'vitest';
import { UsageError } from '../../../../src/errors.ts';
import { buildRequest, type RequestForms } from '../../../../src/predict/build-request.ts';

const chat: RequestForms = { message: 'hi', task: 'llm/v1/chat' };
const agent: RequestForms = { message: 'hi', task: 'agent/v1/responses' };
const rows: RequestForms = { rows: { dataframe_records: [{ a: 1 }] } };
const tool = { type: 'function', function: { name: 'f', parameters: {} } };

describe('settings become the fields that the endpoint reads', () => {
  test.each<[string, RequestForms, object]>([
    ['the limit of a chat', { ...chat, maxTokens: 8 }, { max_tokens: 8 }],
    ['the limit of a responses agent', { ...agent, maxTokens: 8 }, { max_output_tokens: 8 }],
    ['the limit of a body that is a chat', { data: { messages: [] }, maxTokens: 8 }, { max_tokens: 8 }],
    [
      'the limit of a body of the Responses API',
      { data: { input: [{ role: 'user', content: 'hi' }] }, maxTokens: 8 },
      { max_output_tokens: 8 },
    ],
    ['a body that does not tell', { data: { input: 'hi' }, maxTokens: 8, n: 2 }, { max_tokens: 8, n: 2 }],
    ['tools of a chat', { ...chat, tools: [tool] }, { tools: [tool] }],
    [
      'tools of an agent',
      { ...agent, tools: [tool] },
      { tools: [{ type: 'function', name: 'f', parameters: {} }] },
    ],
    [
      'a format of a chat',
      { ...chat, responseFormat: { type: 'json_object' } },
      { response_format: { type: 'json_object' } },
    ],
    [
      'a format of an agent',
      { ...agent, responseFormat: { type: 'json_object' } },
      { text: { format: { type: 'json_object' } } },
    ],
    [
      'labels and an id',
      { ...rows, usageContext: { team: 'a' }, clientRequestId: 'r' },
      { usage_context: { team: 'a' }, client_request_id: 'r' },
    ],
    ["a provider's parameters", { inputs: ['a'], extraParams: { a: '1' } }, { extra_params: { a: '1' } }],
    ["a custom model's parameters", { ...rows, modelParams: { k: 1 } }, { params: { k: 1 } }],
    ["an agent's inputs", { ...agent, customInputs: { k: 1 } }, { custom_inputs: { k: 1 } }],
    [
      "a chat agent's inputs",
      { message: 'hi', task: 'agent/v2/chat', customInputs: { k: 1 } },
      { custom_inputs: { k: 1 } },
    ],
    ['stop texts of a chat', { ...chat, stop: ['.'] }, { stop: ['.'] }],
  ])('%s', (_, forms, fields) => {
    const { message, history, prompt, inputs, rows: given, data, task } = forms;
    const bare = buildRequest({ message, history, prompt, inputs, rows: given, data, task });
    expect(buildRequest(forms)).toEqual({ ...bare, ...fields });
  });

  test.each<[string, RequestForms]>([
    ['a responses agent', agent],
    ['a chat agent', { message: 'hi', task: 'agent/v2/chat' }],
    ['a custom model', rows],
  ])('but for stop texts of %s, which its server does not know', (_, forms) => {
    expect(buildRequest({ ...forms, stop: ['.'] })).not.toHaveProperty('stop');
  });
});

describe('settings that a request does not take are refused', () => {
  test.each<[string, RequestForms, string, string]>([
    [
      'a limit for embeddings',
      { inputs: ['a'], maxTokens: 1 },
      'an embeddings request takes no --max-tokens',
      '--param',
    ],
    [
      'a limit for a custom model',
      { ...rows, maxTokens: 1 },
      'a custom model takes no --max-tokens',
      '--model-param max_tokens=1',
    ],
    [
      'a temperature for a chat agent',
      { message: 'hi', task: 'agent/v2/chat', temperature: 0 },
      'a chat agent takes no --temperature',
      '--custom-input temperature=0',
    ],
    ['several answers of the Responses API', { ...agent, n: 2 }, 'takes no --n', 'a chat'],
    ['tools for completions', { prompt: 'Once', tools: [tool] }, 'takes no --tools', 'a chat'],
    [
      'params for a chat',
      { ...chat, modelParams: { a: 1 } },
      'a chat takes no --model-param',
      'a custom model',
    ],
    ['inputs of an agent for a model', { ...chat, customInputs: { a: 1 } }, 'takes no --custom-input', ''],
    ['extra params for a custom model', { ...rows, extraParams: { a: '1' } }, 'takes no --extra-param', ''],
    ['stop texts for embeddings', { inputs: ['a'], stop: ['.'] }, 'takes no --stop', ''],
    ['an empty stop text', { ...chat, stop: [''] }, 'a stop text is empty', ''],
    [
      'a picture for completions',
      { message: 'hi', images: ['u'], task: 'llm/v1/completions' },
      'takes no image',
      '',
    ],
    [
      'a history for embeddings',
      { history: [], task: 'llm/v1/embeddings' },
      'takes no conversation so far',
      '',
    ],
  ])('%s', (_, forms, message, hint) => {
    const error = (() => {
      try {
        return buildRequest(forms);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(message) as string });
    expect((error as UsageError).hint ?? '').toContain(hint);
  });

  it('as a field that is set a second time is', () => {
    expect(() => buildRequest({ ...chat, maxTokens: 1, params: { max_tokens: 2 } })).toThrow(
      "'max_tokens' is given twice",
    );
    expect(() => buildRequest({ data: { messages: [], n: 1 }, n: 2 })).toThrow("'n' is given twice");
    expect(() => buildRequest({ ...rows, stop: ['.'], params: { stop: '!' } })).toThrow(
      "'stop' is given twice",
    );
  });
});
