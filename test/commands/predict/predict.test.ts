import { describe, expect, it, vi } from 'vitest';
import type { HttpRequest } from '../../../src/http/transport.ts';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const memory = { target: 'local::memory:' };

const bodyOf = (request: { readonly body?: string | Uint8Array } | undefined): unknown =>
  JSON.parse(new TextDecoder().decode(Buffer.from(request?.body ?? 'null')));

const chatAnswer = (content: string, more: object = {}) =>
  answer(200, {
    id: 'x',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...more }],
    an_unknown_field: [1],
  });

describe('predict asks', () => {
  it('a chat model with a message, and prints its answer with a newline', async () => {
    const { code, stdout, stderr } = await run('endpoints predict local-echo --message hello', memory);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  it('in the form that the task of the endpoint reads, which it looks up', async () => {
    const transport = scriptedTransport(
      answer(200, { name: 'agent', task: 'agent/v1/responses' }),
      answer(200, { output: [{ type: 'message', content: [{ type: 'output_text', text: 'yes' }] }] }),
    );
    const { stdout } = await run('endpoints predict agent -m hi --system short', { transport });
    expect(stdout).toBe('yes\n');
    expect(transport.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/2.0/serving-endpoints/agent',
      'POST /serving-endpoints/agent/invocations',
    ]);
    expect(bodyOf(transport.requests[1])).toEqual({
      input: [
        { role: 'system', content: 'short' },
        { role: 'user', content: 'hi' },
      ],
    });
  });

  it('as chat where the caller may ask the endpoint but not look at it', async () => {
    const transport = scriptedTransport(
      answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' }),
      chatAnswer('yes'),
    );
    expect(await run('endpoints predict chat -m hi', { transport })).toMatchObject({
      code: 0,
      stdout: 'yes\n',
    });
  });

  it('without looking it up where the flags say the form', async () => {
    const transport = scriptedTransport(answer(200, { choices: [{ text: ' upon a time' }] }));
    const flags =
      '--prompt Once --max-tokens 16 --temperature 0.5 --stop . --stop ! --param top_p=0.9 --param user="12"';
    const { stdout } = await run(`endpoints predict c ${flags}`, { transport });
    expect(stdout).toBe(' upon a time\n');
    expect(transport.requests).toHaveLength(1);
    expect(bodyOf(transport.requests[0])).toEqual({
      prompt: 'Once',
      max_tokens: 16,
      temperature: 0.5,
      stop: ['.', '!'],
      top_p: 0.9,
      user: '12',
    });
  });

  it('with a body that is inline, in a file or on stdin, named or not', async () => {
    const body = '{"messages": [{"role": "user", "content": "hello"}]}';
    const inline = await run(['endpoints', 'predict', 'local-echo', '--data', body], memory);
    const named = await run('endpoints predict local-echo --data -', { ...memory, stdin: body });
    const piped = await run('endpoints predict local-echo', { ...memory, stdin: `\uFEFF${body}` });
    expect([inline, named, piped].map(({ stdout }) => stdout)).toEqual(['hello\n', 'hello\n', 'hello\n']);
  });

  it.each([
    ['nothing to ask with', '', 'nothing to ask with'],
    ['two forms', '-m hi --prompt hi', 'several forms'],
    [
      'a field that is given twice',
      '-m hi --max-tokens 1 --param max_tokens=2',
      "'max_tokens' is given twice",
    ],
    ['a parameter without a value', '-m hi --param top_p', 'KEY=VALUE'],
    ['half a token', '-m hi --max-tokens 0.5', 'whole number'],
    ['a temperature that is a word', '-m hi --temperature warm', 'from 0 to 2'],
    ['a file that is missing', '--data @nope.json', 'there is no file nope.json'],
  ])('refuses %s with 2, before the endpoint is asked', async (_, flags, message) => {
    const transport = scriptedTransport(answer(200, { name: 'chat', task: 'llm/v1/chat' }));
    const { code, stdout, stderr } = await run(`endpoints predict chat ${flags}`, { transport });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(transport.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('shows where a body stops being JSON', async () => {
    const { code, stderr } = await run('endpoints predict chat', { stdin: '{\n  "inputs": [1,]\n}' });
    expect(code).toBe(2);
    expect(stderr).toContain('<stdin>:2:16');
    expect(stderr).toContain('^');
  });
});

describe('predict prints', () => {
  const ask = (body: unknown, flags = '', options = {}) =>
    run(`endpoints predict e --prompt x ${flags}`, {
      transport: scriptedTransport(answer(200, body)),
      ...options,
    });

  it('with -o json the body as it came, unknown fields and all', async () => {
    const body = { predictions: [1], a_field_of_tomorrow: { deep: [null] } };
    const { stdout } = await ask(body, '-o json');
    expect(JSON.parse(stdout)).toEqual(body);
    expect(await ask(body, '--query a_field_of_tomorrow.deep -o json')).toMatchObject({
      stdout: '[\n  null\n]\n',
    });
  });

  it('several answers with their numbers, and the calls that a model asks for', async () => {
    const choices = [
      { message: { content: 'one' } },
      { message: { content: null, tool_calls: [{ function: { name: 'f', arguments: '{"x":1}' } }] } },
    ];
    expect(await ask({ choices })).toMatchObject({ stdout: '[1] one\n[2] f({"x":1})\n' });
  });

  it('predictions and outputs a line each, texts as they are', async () => {
    expect(await ask({ predictions: ['a', { b: 1 }, 2.5] })).toMatchObject({ stdout: 'a\n{"b":1}\n2.5\n' });
    expect(await ask({ outputs: [{ f: 1 }] })).toMatchObject({ stdout: '{"f":1}\n' });
    expect(await ask({ predictions: 'text' })).toMatchObject({ stdout: 'text\n' });
  });

  it('embeddings as JSON into a pipe, in the order of the inputs', async () => {
    const { stdout } = await run('endpoints predict local-embed --input a --input b', memory);
    const vectors = JSON.parse(stdout) as number[][];
    expect(vectors.map((vector) => vector.length)).toEqual([1024, 1024]);
    expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1);
  });

  it('embeddings as a table on a terminal', async () => {
    const data = [0.25, 0.5, 0.75, 1, 2].map((_, at, values) => values.slice(at, at + 5));
    const transport = scriptedTransport(
      answer(200, { data: data.map((embedding, index) => ({ index, embedding })) }),
    );
    const long = 'x'.repeat(50);
    const inputs = ['a', 'two\nlines', long].flatMap((input) => ['--input', input]);
    const { stdout } = await run(['endpoints', 'predict', 'e', ...inputs, '--color', 'never'], {
      transport,
      tty: true,
    });
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'INPUT                                     DIMENSIONS  VECTOR',
      'a                                         5           [0.2500, 0.5000, 0.7500, 1.0000, …]',
      'two\\nlines                                4           [0.5000, 0.7500, 1.0000, 2.0000]',
      `${'x'.repeat(39)}…  3           [0.7500, 1.0000, 2.0000]`,
    ]);
  });

  it('the vector of one text, and of tokens, with what was embedded', async () => {
    const transport = scriptedTransport(answer(200, { data: [{ index: 0, embedding: [1] }] }));
    const show = async (input: unknown) =>
      run(['endpoints', 'predict', 'e', '--data', JSON.stringify({ input })], { transport, tty: true });
    expect((await show('hello')).stdout).toContain('hello  1           [1.0000]');
    expect((await show([[1, 2]])).stdout).toContain('[1,2]  1           [1.0000]');
    expect((await show([1, 2])).stdout).toContain('[1,2]  1           [1.0000]');
  });

  it('nothing of an answer that is empty, which ends with 1', async () => {
    const transport = scriptedTransport(answer(200, ''));
    const { code, stdout, stderr } = await run('endpoints predict e --prompt x', { transport });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the answer (200) is empty');
  });

  it('what it does not know as JSON', async () => {
    expect(await ask({ surprise: true })).toMatchObject({ code: 0, stdout: '{\n  "surprise": true\n}\n' });
  });

  it('control characters visibly on a terminal, and exactly into a pipe', async () => {
    const body = { choices: [{ message: { content: 'a\u001b[31mb\u202e' } }] };
    expect(await ask(body)).toMatchObject({ stdout: 'a\u001b[31mb\u202e\n' });
    const { stdout } = await ask(body, '', { tty: true });
    expect(stdout).toBe('a\\x1b[31mb\\u202e\n');
  });

  it('on stderr what cut the answer short, and the tokens with -v', async () => {
    const { code, stdout, stderr } = await ask(
      {
        choices: [{ message: { content: 'on' }, finish_reason: 'length' }],
        usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
      },
      '-v',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'on\n' });
    expect(stderr).toContain('warning: the answer reached its limit of tokens');
    expect(stderr).toContain('used 3 prompt tokens, 1 completion tokens, 4 total tokens');
  });

  it('the failure that came with a good status, and ends with 1', async () => {
    const { code, stdout, stderr } = await ask({ error: { code: 'AGENT', message: 'the tool broke' } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('e answered with an error: the tool broke');
  });

  it('and ends with 1 where a content filter withheld the answer', async () => {
    const { code, stderr } = await ask({
      choices: [{ message: { content: '' }, finish_reason: 'content_filter' }],
    });
    expect(code).toBe(1);
    expect(stderr).toContain('a content filter withheld the answer');
  });
});

describe('predict fails', () => {
  it('for an endpoint that there is not, with the name that was probably meant', async () => {
    const { code, stdout, stderr } = await run('endpoints predict local-ecko -m hi', memory);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('hint: did you mean local-echo?');
  });

  it('for an endpoint that is stopped, with the command that starts it', async () => {
    const transport = scriptedTransport(
      answer(400, {
        error_code: 'BAD_REQUEST',
        message: 'The given endpoint is stopped, please retry after starting the endpoint.',
      }),
    );
    const { code, stderr } = await run('endpoints predict fraud --prompt x', { transport });
    expect(code).toBe(6);
    expect(stderr).toContain('servectl endpoints start fraud');
  });

  it('with what the provider behind an external model said', async () => {
    const transport = scriptedTransport(
      answer(400, {
        error_code: 'BAD_REQUEST',
        message: JSON.stringify({
          external_model_provider: 'openai',
          external_model_error: { error: { message: 'model gpt-9 does not exist' } },
        }),
      }),
    );
    const { stderr } = await run('endpoints predict chat --prompt x', { transport });
    expect(stderr).toContain('model gpt-9 does not exist');
  });

  // The clock of the test lets the five seconds pass as soon as nothing else happens.
  const slowly = async () => {
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return chatAnswer('awake');
  };

  it.each([
    ['an app', 'endpoints predict --driver-port 7777 --prompt x', {}],
    ['an endpoint of a gateway', 'endpoints predict chat --prompt x', { target: 'http://gw' }],
  ])('and says nothing of waking for %s, which does not sleep', async (_what, argv, options) => {
    const transport = scriptedTransport(({ method }) =>
      method === 'GET' ? answer(200, { endpoints: [] }) : slowly(),
    );
    const { stdout, stderr } = await run(argv, { transport, ...options });
    expect({ stdout, stderr }).toEqual({ stdout: 'awake\n', stderr: '' });
  });

  it('and says after five seconds why it may take that long', async () => {
    const transport = scriptedTransport(slowly);
    const { stdout, stderr } = await run('endpoints predict chat --prompt x', { transport });
    expect(stdout).toBe('awake\n');
    expect(stderr).toContain('no answer yet: chat may be waking from zero');
  });

  it('and says nothing of waking once the endpoint has said that it takes nothing now', async () => {
    const busy = vi.fn((request: HttpRequest) => {
      request.onRetry?.();
      return slowly();
    });
    const { stdout, stderr } = await run('endpoints predict chat --prompt x', {
      transport: scriptedTransport(busy),
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'awake\n', stderr: '' });
    expect(busy).toHaveBeenCalledOnce();
  });
});

describe('predict --dry-run', () => {
  const unasked = scriptedTransport(({ method }) => {
    if (method !== 'GET') throw new Error('sent');
    return answer(200, { name: 'chat', task: 'llm/v1/chat' });
  });

  it('prints the request, and sends none', async () => {
    const line = 'endpoints predict chat -m hi --stream --max-tokens 5 --wait --expect x --timing --dry-run';
    const { code, stdout, stderr } = await run(`${line} -o json`, { transport: unasked });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      {
        method: 'POST',
        path: '/serving-endpoints/chat/invocations',
        body: { messages: [{ role: 'user', content: 'hi' }], max_tokens: 5, stream: true },
      },
    ]);
  });

  it('prints each of the requests that many texts to embed are divided into', async () => {
    const line = 'endpoints predict e --input a --input b --input c --batch-size 2 --dry-run -o name';
    const { stdout } = await run(line, { transport: unasked });
    expect(stdout).toBe('POST /serving-endpoints/e/invocations\n'.repeat(2));
  });

  it.each([
    ['an app on this machine', '--driver-port 7777', 'POST /\n'],
    ['an app on a cluster', '--driver-port 7777 --cluster-id c1', 'POST /driver-proxy-api/o/0/c1/7777\n'],
    [
      'a served entity',
      'chat --served-entity v1',
      'POST /serving-endpoints/chat/served-models/v1/invocations\n',
    ],
    ['the OpenAI paths', 'chat --via openai', 'POST /serving-endpoints/completions\n'],
  ])('does so for %s', async (_what, words, requests) => {
    const { code, stdout } = await run(`endpoints predict ${words} --prompt x --dry-run -o name`, {
      transport: unasked,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: requests });
  });

  it('does so for a gateway', async () => {
    const gateway = scriptedTransport(({ method }) => {
      if (method !== 'GET') throw new Error('sent');
      return answer(200, { endpoints: [] });
    });
    const { code, stdout } = await run('endpoints predict chat --prompt x --dry-run -o name', {
      transport: gateway,
      target: 'http://gw',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^POST \/.*chat\/invocations\n$/);
  });

  it('is refused with a file of rows', async () => {
    const { code, stderr } = await run('endpoints predict chat --batch a.jsonl --dry-run');
    expect(code).toBe(2);
    expect(stderr).toContain('--dry-run');
  });
});
