import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { asked, chatEndpoint, spoken } from '../../helpers/chat-answers.ts';
import { brokenPipe } from '../../helpers/fake-host.ts';
import { json, startServer } from '../../helpers/http-server.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const say = (
  stdin: string,
  transport: ReturnType<typeof chatEndpoint>,
  flags = '',
  options: RunOptions = {},
) => run(`chat chat ${flags}`, { stdin, transport, ...options });

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const folder = (): string => mkdtempSync(path.join(tmpdir(), 'servectl-chat-'));

describe('chat through a pipe', () => {
  it('takes each line for a turn and prints the answers, nothing else', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('Hel', 'lo'), spoken('Bye'));
    expect(await say('hi\n\nand then?', transport)).toMatchObject({
      code: 0,
      stdout: 'Hello\nBye\n',
      stderr: '',
    });
    expect(asked(transport)).toEqual([
      { messages: [user('hi')], stream: true },
      { messages: [user('hi'), assistant('Hello'), user('and then?')], stream: true },
    ]);
  });

  it('sends the system message and the parameters with each turn', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    const flags = ['--system', 'be brief', '--max-tokens', '5', '--temperature', '0', '--param', 'seed=1'];
    await run(['chat', 'chat', ...flags, '--stop', 'END'], { stdin: 'hi', transport });
    expect(asked(transport)).toEqual([
      {
        messages: [{ role: 'system', content: 'be brief' }, user('hi')],
        max_tokens: 5,
        temperature: 0,
        seed: 1,
        stop: ['END'],
        stream: true,
      },
    ]);
  });

  it('asks an agent of the Responses API with a list of items', async () => {
    const transport = chatEndpoint('agent/v1/responses', spoken('a'), spoken('b'));
    await say('hi\nand?', transport, '--max-tokens 9');
    expect(asked(transport)[1]).toMatchObject({
      input: [{ role: 'user' }, { role: 'assistant' }, { role: 'user' }],
      max_output_tokens: 9,
    });
    expect(asked(transport)[1]).not.toHaveProperty('messages');
  });

  it('sends what else predict can say beside a question', async () => {
    const transport = chatEndpoint('agent/v2/chat', spoken('a'));
    const flags = ['--header', 'x-team: search', '--usage-context', 'app=chat', '--custom-input', 'k=1'];
    await run(['chat', 'chat', ...flags], { stdin: 'hi', transport });
    expect(asked(transport)[0]).toMatchObject({ usage_context: { app: 'chat' }, custom_inputs: { k: 1 } });
    expect(transport.requests.at(-1)?.headers).toMatchObject({ 'x-team': 'search' });
  });

  it('asks one served entity', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    await say('hi', transport, '--served-entity small');
    expect(transport.requests.at(-1)?.path).toContain('/served-models/small/invocations');
  });

  it('talks to an app on this machine, without credentials', async () => {
    const body = { choices: [{ message: assistant('from the app'), finish_reason: 'stop' }] };
    await using app = await startServer(json(200, body));
    const { code, stdout } = await run(`chat --driver-port ${app.port}`, {
      stdin: 'hi',
      env: { DATABRICKS_HOST: 'https://example.com', DATABRICKS_TOKEN: 'dapisecret' },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'from the app\n' });
    expect(JSON.parse(app.seen[0]?.body ?? '')).toMatchObject({ messages: [user('hi')] });
    expect(app.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('does not ask the workspace about an app that refuses', async () => {
    const transport = scriptedTransport(answer(400, { message: 'the model is not ready' }));
    const { stderr } = await run('chat --driver-port 7777', { stdin: 'hi', transport });
    expect(stderr).toContain('the model is not ready');
    expect(transport.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('assumes a chat model where the endpoint may be asked but not looked at', async () => {
    const transport = scriptedTransport(({ method }) =>
      method === 'GET' ? answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' }) : spoken('a'),
    );
    expect(await say('hi', transport)).toMatchObject({ code: 0, stdout: 'a\n' });
  });

  it('asks for whole answers with --no-stream', async () => {
    const transport = chatEndpoint(
      'llm/v1/chat',
      answer(200, { choices: [{ message: assistant('whole') }] }),
    );
    expect(await say('hi', transport, '--no-stream')).toMatchObject({ stdout: 'whole\n' });
    expect(asked(transport)[0]).not.toHaveProperty('stream');
  });

  it('prints a turn a line with -o ndjson', async () => {
    const { stdout } = await say('hi\nbye', chatEndpoint('llm/v1/chat', spoken('Hello')), '-o ndjson');
    const turns = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(turns).toMatchObject([
      { question: 'hi', answer: 'Hello', finish_reason: 'stop', total_ms: expect.any(Number) as number },
      { question: 'bye', answer: 'Hello' },
    ]);
  });

  it('prints one value of all turns with -o json, those before a failure too', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('Hello'), answer(400, { message: 'no' }));
    const { code, stdout } = await say('hi\nbye', transport, '-o json');
    expect(code).not.toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ question: 'hi', answer: 'Hello' }]);
  });

  it('says what each turn took with -v', async () => {
    const { stderr } = await say('hi', chatEndpoint('llm/v1/chat', spoken('Hello')), '-v');
    expect(stderr).toMatch(/first token \d+\.\d\d s · total \d+\.\d\d s/);
  });

  it('takes lines together by backslash and fence, and says a slash that is doubled', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    await say('one\\\ntwo\n"""\n/exit\n"""\n//x', transport);
    const { messages } = asked(transport)[2]! as { messages: { role: string; content: string }[] };
    expect(messages.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([
      'one\ntwo',
      '/exit',
      '/x',
    ]);
  });

  it('says what is left where the input ends in a continued line, but not in a block', async () => {
    expect(await say('one\\', chatEndpoint('llm/v1/chat', spoken('a')))).toMatchObject({
      code: 0,
      stdout: 'a\n',
    });
    const open = await say('"""one', chatEndpoint('llm/v1/chat', spoken('a')));
    expect(open).toMatchObject({ code: 2, stdout: '' });
    expect(open.stderr).toContain('the input ends inside a block');
  });

  it('leaves at /exit', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    expect(await say('/exit\nhi', transport)).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a failure in a pipe', () => {
  test.each([
    [429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow' }, 9],
    [400, { error_code: 'BAD_REQUEST', message: 'bad' }, 2],
    [404, { error_code: 'ENDPOINT_NOT_FOUND', message: 'gone' }, 5],
  ])('ends with the exit code of a %d', async (status, body, exitCode) => {
    const transport = chatEndpoint('llm/v1/chat', spoken('one'), answer(status, body));
    const { code, stdout } = await say('a\nb\nc', transport);
    expect(stdout).toBe('one\n');
    expect(code).toBe(exitCode);
    expect(asked(transport)).toHaveLength(2);
  });

  it('keeps what had come of an answer that is cut, on a line of its own', async () => {
    const cut = answer(200, 'data: {"choices":[{"index":0,"delta":{"content":"Hal"}}]}\n\n');
    expect(await say('a\nb', chatEndpoint('llm/v1/chat', cut))).toMatchObject({ code: 1, stdout: 'Hal\n' });
  });

  it('is a command that does not exist', async () => {
    expect(await say('/nope', chatEndpoint('llm/v1/chat'))).toMatchObject({ code: 2, stdout: '' });
  });

  it('advises to begin anew where the conversation has outgrown the model', async () => {
    const transport = chatEndpoint(
      'llm/v1/chat',
      answer(400, {
        error_code: 'BAD_REQUEST',
        message: "This model's maximum context length is 10 tokens.",
      }),
    );
    expect((await say('a', transport)).stderr).toContain('/clear begins anew');
  });

  it('is none where the reader of the answers has gone', async () => {
    const { code, stderr } = await say('a\nb', chatEndpoint('llm/v1/chat', spoken('x')), '', {
      prepare: (host) => {
        host.stdout.onChunk = () => {
          throw brokenPipe();
        };
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    ['llm/v1/completions', 'completes texts'],
    ['llm/v1/embeddings', 'embeds texts'],
    ['', 'serves a custom model'],
  ])('is an endpoint of task %j, before anything is asked', async (task, words) => {
    const transport = chatEndpoint(task, spoken('x'));
    const { code, stderr } = await say('a', transport);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(asked(transport)).toEqual([]);
  });

  it('is an endpoint that does not exist; a near name is told', async () => {
    const { code, stderr } = await run('chat local-ecko', { stdin: 'a', target: 'local::memory:' });
    expect(code).toBe(5);
    expect(stderr).toContain('did you mean local-echo?');
  });
});

describe('/save and --load', () => {
  it('carry a conversation over', async () => {
    const cwd = folder();
    await say('/system be brief\nhi\n/save talk.json', chatEndpoint('llm/v1/chat', spoken('Hello')), '', {
      cwd,
    });
    const messages = [{ role: 'system', content: 'be brief' }, user('hi'), assistant('Hello')];
    expect(JSON.parse(readFileSync(path.join(cwd, 'talk.json'), 'utf8'))).toEqual(messages);

    const transport = chatEndpoint('llm/v1/chat', spoken('Bye'));
    await say('and then?', transport, '--load talk.json', { cwd });
    expect(asked(transport)[0]).toMatchObject({ messages: [...messages, user('and then?')] });
  });

  it('write what predict --messages reads', async () => {
    const cwd = folder();
    await say('hi\n/save talk.json', chatEndpoint('llm/v1/chat', spoken('Hello')), '', { cwd });
    const transport = chatEndpoint('llm/v1/chat', answer(200, { choices: [{ message: assistant('Bye') }] }));
    const { stdout } = await run('endpoints predict chat --messages talk.json -m more', { cwd, transport });
    expect(stdout).toBe('Bye\n');
    expect(asked(transport)[0]).toMatchObject({ messages: [user('hi'), assistant('Hello'), user('more')] });
  });

  it('replace no file that is there, unless told to', async () => {
    const cwd = folder();
    const file = path.join(cwd, 'talk.json');
    writeFileSync(file, 'mine');
    const refused = await say('/save talk.json', chatEndpoint('llm/v1/chat'), '', { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('/save! talk.json replaces it');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await say('/save! talk.json', chatEndpoint('llm/v1/chat'), '', { cwd });
    expect(readFileSync(file, 'utf8')).toBe('[]\n');
  });

  it('ask an unanswered question of a file again with /retry', async () => {
    const cwd = folder();
    writeFileSync(path.join(cwd, 'talk.json'), JSON.stringify([user('lost')]));
    const transport = chatEndpoint('llm/v1/chat', spoken('found'));
    const { stdout, stderr } = await say('/retry', transport, '--load talk.json', { cwd });
    expect(stdout).toBe('found\n');
    expect(stderr).toContain('/retry asks it');
    expect(asked(transport)[0]).toMatchObject({ messages: [user('lost')] });
  });

  test.each([
    ['{"a":1}', 'talk.json: there are no messages in it'],
    ['[{}]', 'talk.json: message 1 has no role'],
    ['[', 'talk.json:1'],
  ])('refuse %s before anything is sent', async (text, message) => {
    const cwd = folder();
    writeFileSync(path.join(cwd, 'talk.json'), text);
    const transport = chatEndpoint('llm/v1/chat');
    const { code, stderr } = await say('hi', transport, '--load talk.json', { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(transport.requests).toEqual([]);
  });

  it('do not take the conversation itself for the file', async () => {
    expect((await say('hi', chatEndpoint('llm/v1/chat'), '--load -')).stderr).toContain('name a file');
  });
});

describe('/retry, /undo and /clear in a pipe', () => {
  it('ask again in place of the answer, take back a turn, begin anew', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('1'), spoken('2'), spoken('3'), spoken('4'));
    await say('a\n/retry\n/undo\nb\n/clear\nc', transport, '--system s');
    const system = { role: 'system', content: 's' };
    expect(asked(transport).map(({ messages }) => messages)).toEqual([
      [system, user('a')],
      [system, user('a')],
      [system, user('b')],
      [system, user('c')],
    ]);
  });
});
