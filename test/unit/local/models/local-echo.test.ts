import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiFault } from '../../../../src/local/http/api-fault.ts';
import type { JsonObject, ModelContext } from '../../../../src/local/models/answer.ts';
import { answerEcho, type Dialect } from '../../../../src/local/models/local-echo.ts';
import { countTokens, tokenize } from '../../../../src/local/models/tokens.ts';

const context: ModelContext = { id: (prefix) => `${prefix}-1`, created: 1_767_225_600 };

interface Choice {
  readonly index: number;
  readonly text?: string;
  readonly message?: { readonly role: string; readonly content: string };
  readonly delta?: { readonly role: string; readonly content: string };
  readonly finish_reason: string | null;
}

function document(body: JsonObject, dialect: Dialect = 'invocations'): JsonObject {
  const answer = answerEcho(body, dialect, context);
  if (answer.kind !== 'document') throw new Error('a stream where a document was expected');
  return answer.body;
}

function frames(body: JsonObject, dialect: Dialect = 'invocations'): readonly JsonObject[] {
  const answer = answerEcho({ ...body, stream: true }, dialect, context);
  if (answer.kind !== 'stream') throw new Error('a document where a stream was expected');
  return [...answer.frames];
}

const choices = (value: JsonObject) => value['choices'] as readonly Choice[];
const content = (value: JsonObject) => choices(value)[0]?.message?.content;
const user = (text: unknown) => ({ messages: [{ role: 'user', content: text }] });

function refusal(work: () => unknown): ApiFault {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('tokens', () => {
  it('join to the text that they were cut from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokenize(text).join('')).toBe(text);
      }),
    );
  });

  it('are words with the space before them, and single marks', () => {
    expect(tokenize('Hello, big  world!\n')).toEqual(['Hello', ',', ' big', '  world', '!', '\n']);
  });

  it('break a long run of letters after 12', () => {
    expect(tokenize('abcdefghijklmnop')).toEqual(['abcdefghijkl', 'mnop']);
  });
});

describe('a chat with local-echo', () => {
  it('answers with the last user message, and counts tokens', () => {
    const body = {
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'first' },
        { role: 'user', content: 'Hello, world' },
      ],
    };
    expect(document(body)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_767_225_600,
      model: 'local-echo',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello, world' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    });
  });

  it('takes the last message where no user spoke', () => {
    expect(content(document({ messages: [{ role: 'system', content: 'only me' }] }))).toBe('only me');
  });

  it('echoes the user after a tool has answered', () => {
    const messages = [
      { role: 'user', content: 'weather?' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function' }] },
      { role: 'tool', tool_call_id: 'c', content: 'sunny' },
    ];
    expect(content(document({ messages, tools: [{ type: 'function' }] }))).toBe('weather?');
  });

  it('joins the text parts of a message and looks past its images', () => {
    const parts = [
      { type: 'text', text: 'what is' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      { type: 'input_text', text: 'this?' },
    ];
    expect(content(document(user(parts)))).toBe('what is\nthis?');
  });

  it.each([
    ['a string', '.', 'One'],
    ['a list, where the first in the text wins', ['three', '.'], 'One'],
    ['null', null, 'One. Two three'],
    ['an empty string', '', 'One. Two three'],
    ['a string that does not occur', 'zzz', 'One. Two three'],
  ])('cuts before a stop sequence given as %s', (_name, stop, expected) => {
    const [choice] = choices(document({ ...user('One. Two three'), stop }));
    expect(choice).toMatchObject({ message: { content: expected }, finish_reason: 'stop' });
  });

  it('ends at max_tokens with the finish reason length', () => {
    const [choice] = choices(document({ ...user('one two three'), max_tokens: 2 }));
    expect(choice).toMatchObject({ message: { content: 'one two' }, finish_reason: 'length' });
  });

  it('stops by itself where max_tokens is just enough', () => {
    const [choice] = choices(document({ ...user('one two'), max_tokens: 2 }));
    expect(choice).toMatchObject({ message: { content: 'one two' }, finish_reason: 'stop' });
  });

  it('gives n choices and counts each', () => {
    const answer = document({ ...user('one two'), n: 3 });
    expect(choices(answer).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(answer['usage']).toEqual({ prompt_tokens: 2, completion_tokens: 6, total_tokens: 8 });
  });

  it.each([
    ['n above 5', { n: 6 }, 'n: '],
    ['max_tokens of 0', { max_tokens: 0 }, 'max_tokens: '],
    ['a temperature above 2', { temperature: 3 }, 'temperature: '],
    ['no messages at all', { messages: [] }, 'messages: '],
    ['a message without a role', { messages: [{ content: 'x' }] }, 'messages[0].role: '],
    ['stream that is no boolean', { stream: 'yes' }, 'stream: '],
  ])('refuses %s and names the place', (_name, change, start) => {
    const fault = refusal(() => document({ ...user('x'), ...change }));
    expect(fault).toMatchObject({ status: 400, code: 'INVALID_PARAMETER_VALUE' });
    expect(fault.message.startsWith(start), fault.message).toBe(true);
  });

  it('takes a prompt on /invocations for a user message, as LangChain sends it', () => {
    expect(content(document({ prompt: 'hello', n: 1, temperature: 0 }))).toBe('hello');
  });
});

describe('a streamed chat', () => {
  it('sends a chunk for each token, with the role in every delta', () => {
    const chunks = frames(user('Hello, world'));
    expect(chunks.map((chunk) => choices(chunk)[0]?.delta)).toEqual([
      { role: 'assistant', content: 'Hello' },
      { role: 'assistant', content: ',' },
      { role: 'assistant', content: ' world' },
      { role: 'assistant', content: '' },
    ]);
    expect(chunks.map((chunk) => choices(chunk)[0]?.finish_reason)).toEqual([null, null, null, 'stop']);
    expect(new Set(chunks.map(({ id, object }) => `${String(id)} ${String(object)}`))).toEqual(
      new Set(['chatcmpl-1 chat.completion.chunk']),
    );
  });

  it('puts usage on the last chunk that has a choice, and nowhere else', () => {
    const chunks = frames({ ...user('hi'), n: 2 });
    const withUsage = chunks.filter((chunk) => 'usage' in chunk);
    expect(withUsage).toEqual([chunks.at(-1)]);
    expect(withUsage[0]?.['usage']).toEqual({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 });
    expect(choices(chunks.at(-1) ?? {})).toHaveLength(1);
  });

  it('puts usage on a chunk without choices where include_usage asks for it', () => {
    const chunks = frames({ ...user('hi'), stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 2 } });
    expect(chunks.slice(0, -1).every((chunk) => chunk['usage'] === null)).toBe(true);
  });

  it('says the same as the whole document', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (text, max_tokens) => {
        const body = { ...user(text), max_tokens, stop: ['a'] };
        const streamed = frames(body).map((chunk) => choices(chunk)[0]?.delta?.content ?? '');
        expect(streamed.join('')).toBe(content(document(body)));
      }),
    );
  });
});

describe('a completion', () => {
  it('completes each prompt with itself, n times', () => {
    const answer = document({ prompt: ['a b', 'c'], n: 2, max_tokens: 1 }, 'completions');
    expect(answer).toMatchObject({ id: 'cmpl-1', object: 'text_completion', model: 'local-echo' });
    expect(choices(answer)).toEqual([
      { index: 0, text: 'a', finish_reason: 'length' },
      { index: 1, text: 'a', finish_reason: 'length' },
      { index: 2, text: 'c', finish_reason: 'stop' },
      { index: 3, text: 'c', finish_reason: 'stop' },
    ]);
    expect(answer['usage']).toEqual({ prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 });
  });

  it('streams text, and usage at the end', () => {
    const chunks = frames({ prompt: 'a b' }, 'completions');
    expect(chunks.map((chunk) => choices(chunk)[0]?.text)).toEqual(['a', ' b', '']);
    expect(chunks.at(-1)).toMatchObject({ usage: { total_tokens: 4 } });
  });

  it('refuses tokens as numbers', () => {
    const fault = refusal(() => document({ prompt: [1, 2] }, 'completions'));
    expect(fault.message).toBe(
      'prompt: expected a string or a list of strings; tokens as numbers are not supported',
    );
  });

  it('answers messages on /completions as a chat: the body decides', () => {
    expect(document(user('hi'), 'completions')).toMatchObject({ object: 'chat.completion' });
  });
});

describe('a Responses request', () => {
  it('is answered with one message item', () => {
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'hello there' }] }];
    expect(document({ input, instructions: 'be kind' }, 'responses')).toMatchObject({
      object: 'response',
      status: 'completed',
      output: [
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello there' }] },
      ],
      usage: { input_tokens: 4, output_tokens: 2, total_tokens: 6 },
    });
  });

  it('is incomplete where max_output_tokens cut it', () => {
    expect(document({ input: 'one two', max_output_tokens: 1 }, 'responses')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ content: [{ text: 'one' }] }],
    });
  });

  it('streams numbered events whose deltas make the text', () => {
    const events = frames({ input: 'one two' }, 'responses');
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(events.map(({ delta }) => (typeof delta === 'string' ? delta : '')).join('')).toBe('one two');
  });
});

describe('the input of a custom model', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['records with LangChain’s stop', { dataframe_records: [{ prompt: 'a. b', stop: ['.'] }] }, ['a']],
    ['records whose stop is null', { dataframe_records: [{ prompt: 'a. b', stop: null }] }, ['a. b']],
    [
      'a split frame',
      {
        dataframe_split: {
          columns: ['x', 'text'],
          data: [
            [1, 'hi'],
            [2, 'ho'],
          ],
        },
      },
      ['hi', 'ho'],
    ],
    ['instances that are texts', { instances: ['a', 'b'] }, ['a', 'b']],
    ['instances that are tensors', { instances: [[1, 2]] }, ['[1,2]']],
    ['columns', { inputs: { prompt: ['a', 'b'], n: [1, 2] } }, ['a', 'b']],
    ['a bare value', { inputs: 'hi' }, ['hi']],
    ['rows without a text', { inputs: [{ a: 1 }] }, ['{"a":1}']],
  ])('is echoed row by row: %s', (_name, body, predictions) => {
    expect(document(body)).toEqual({ predictions });
  });

  it('must be one of the four forms', () => {
    const fault = refusal(() => document({ instances: [], inputs: [] }));
    expect(fault).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(fault.message).toBe(
      "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_split', 'dataframe_records', 'instances', 'inputs'}. " +
        "Received dictionary with input fields: ['instances', 'inputs'].",
    );
  });

  it('can not be streamed', () => {
    expect(refusal(() => document({ inputs: ['x'], stream: true })).message).toContain('streaming');
  });
});

it('refuses a body of no known shape, and embeddings', () => {
  expect(refusal(() => document({ question: 'x' })).message).toContain("expects 'messages'");
  expect(refusal(() => document({ input: 'x' }, 'embeddings')).message).toContain("use 'local-embed'");
});

it('reports to the limits the tokens that its usage shows', () => {
  expect(answerEcho(user('one two'), 'chat', context).tokens).toBe(4);
  expect(answerEcho({ ...user('one two'), stream: true }, 'chat', context).tokens).toBe(4);
  expect(countTokens('one two')).toBe(2);
});
