import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { asked, chatEndpoint, endless, spoken } from '../../helpers/chat-answers.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer } from '../../helpers/scripted-transport.ts';
import { ctrlC, ctrlD, enter, keyboard, pasted, type Keyboard } from '../../helpers/typing.ts';

type Endpoint = ReturnType<typeof chatEndpoint>;

async function talk(keys: string | Keyboard, transport: Endpoint, flags = '', options: RunOptions = {}) {
  const board = typeof keys === 'string' ? keyboard(keys) : keys;
  const result = await run(`chat chat ${flags}`, {
    transport,
    tty: true,
    columns: 80,
    prepare: board.plugIn,
    env: { NO_COLOR: '1' },
    ...options,
  });
  return { ...result, screen: stripVTControlCharacters(result.stderr), rawModes: board.rawModes };
}

const lines = (...texts: readonly string[]): string => texts.map((text) => text + enter).join('');
/** How a terminal is told to print faintly. */
const dim = '\x1b[2m';
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

describe('chat at a terminal', () => {
  it('says who it talks to, prompts, answers, and says what the answer took', async () => {
    const result = await talk(lines('hi') + ctrlD, chatEndpoint('llm/v1/chat', spoken('Hel', 'lo')));
    expect(result).toMatchObject({ code: 0, stdout: 'Hello\n' });
    expect(result.screen).toContain('talking to chat; /help names the commands, Ctrl-D leaves');
    expect(result.screen).toContain('> hi');
    expect(result.screen).toMatch(/first token \d+\.\d\d s · total \d+\.\d\d s\n/);
    expect(result.rawModes.at(-1)).toBe(false);
  });

  it('counts tokens where the server does', async () => {
    const body = {
      choices: [{ message: assistant('a') }],
      usage: { prompt_tokens: 7, completion_tokens: 1 },
    };
    const { screen } = await talk(lines('hi', '/exit'), chatEndpoint('llm/v1/chat', answer(200, body)));
    expect(screen).toContain('7 prompt tokens, 1 completion token · ');
  });

  it('uses colour only where it is wanted', async () => {
    const keys = lines('hi') + ctrlD;
    const plain = await talk(keys, chatEndpoint('llm/v1/chat', spoken('a')));
    expect(plain.stderr).not.toContain(dim);
    const coloured = await talk(keys, chatEndpoint('llm/v1/chat', spoken('a')), '', { env: {} });
    expect(coloured.stderr).toContain(`${dim}first token`);
  });

  it('keeps quiet with -q, except for answers', async () => {
    const { stdout, screen } = await talk(
      lines('hi') + ctrlD,
      chatEndpoint('llm/v1/chat', spoken('a')),
      '-q',
    );
    expect(stdout).toBe('a\n');
    expect(screen).not.toMatch(/talking|total/);
  });

  it('makes control characters of an answer visible', async () => {
    const { stdout } = await talk(
      lines('hi') + ctrlD,
      chatEndpoint('llm/v1/chat', spoken('\x1b]0;evil\x07', 'b')),
    );
    expect(stdout).toBe('\\x1b]0;evil\\x07b\n');
  });

  it('takes a paste for one message', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    await talk(pasted('/exit\ntwo\n') + lines('three') + ctrlD, transport);
    expect(asked(transport)).toMatchObject([{ messages: [user('/exit\ntwo\nthree')] }]);
  });

  it('takes lines from a terminal without prompts where nothing may be asked', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    const { stdout, stderr } = await run('chat chat --no-input', { stdin: 'hi\n', tty: true, transport });
    expect({ stdout, stderr }).toEqual({ stdout: 'a\n', stderr: '' });
  });
});

describe('Ctrl-C', () => {
  it('stops an answer, and what had come stays in the conversation, marked', async () => {
    const board = keyboard(lines('count'));
    const transport = chatEndpoint(
      'llm/v1/chat',
      endless('one two', () => board.press(ctrlC + lines('/history', 'go on') + ctrlD)),
      spoken('three'),
    );
    const { code, stdout, screen } = await talk(board, transport);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one two\nthree\n' });
    expect(screen).toContain('stopped · ');
    expect(screen).toContain('assistant (stopped): one two');
    expect(asked(transport)[1]).toMatchObject({
      messages: [user('count'), assistant('one two'), user('go on')],
    });
  });

  it('before anything came takes the question back, for /retry', async () => {
    const board = keyboard(lines('count'));
    const transport = chatEndpoint(
      'llm/v1/chat',
      endless('', () => board.press(ctrlC + lines('/history', '/retry') + ctrlD)),
      spoken('one'),
    );
    const { stdout, screen } = await talk(board, transport);
    expect(stdout).toBe('one\n');
    expect(screen).toContain('user (no answer): count');
    expect(screen).not.toContain('the answer is empty');
    expect(asked(transport)[1]).toMatchObject({ messages: [user('count')] });
  });

  it('gives up what is typed, then says how to leave, then leaves', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    const { code, stdout, screen } = await talk(`abc${ctrlC}${ctrlC}${ctrlC}`, transport);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(screen.match(/once more/g)).toHaveLength(1);
  });

  it('gives up a message of several lines', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    await talk(`${lines('"""', 'lost')}${ctrlC}${lines('kept')}${ctrlD}`, transport);
    expect(asked(transport)).toMatchObject([{ messages: [user('kept')] }]);
  });

  it('counts anew after something was said', async () => {
    const transport = chatEndpoint('llm/v1/chat', spoken('a'));
    expect((await talk(`${ctrlC}${lines('hi')}${ctrlC}${ctrlD}`, transport)).code).toBe(0);
  });

  it('as a signal from outside ends the program, and so does SIGTERM', async () => {
    const board = keyboard();
    const { code } = await talk(board, chatEndpoint('llm/v1/chat'), '', {
      prepare: (host) => {
        board.plugIn(host);
        board.stdin.once('resume', () => setImmediate(() => host.interruptWith('SIGTERM')));
      },
    });
    expect(code).toBe(143);
    expect(board.rawModes.at(-1)).toBe(false);
  });
});

describe('a failure at a terminal', () => {
  it('is told, and the conversation goes on without the question', async () => {
    const transport = chatEndpoint(
      'llm/v1/chat',
      spoken('one'),
      answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'too many requests' }),
      spoken('two'),
    );
    const { code, stdout, screen } = await talk(lines('a', 'b', 'c') + ctrlD, transport);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one\ntwo\n' });
    expect(screen).toContain('too many requests');
    expect(screen).toContain('/retry asks again');
    expect(asked(transport)[2]).toMatchObject({ messages: [user('a'), assistant('one'), user('c')] });
  });

  it('is asked again by /retry', async () => {
    const transport = chatEndpoint('llm/v1/chat', new Error('fault of ours'));
    expect((await talk(lines('a') + ctrlD, transport)).code).toBe(1);
    const mended = chatEndpoint('llm/v1/chat', answer(400, { message: 'bad' }), spoken('good'));
    const { stdout } = await talk(lines('a', '/retry') + ctrlD, mended);
    expect(stdout).toBe('good\n');
    expect(asked(mended)[1]).toMatchObject({ messages: [user('a')] });
  });

  it('of /retry leaves the answer that was there', async () => {
    const transport = chatEndpoint(
      'llm/v1/chat',
      spoken('one'),
      answer(400, { message: 'bad' }),
      spoken('two'),
    );
    await talk(lines('a', '/retry', 'b') + ctrlD, transport);
    expect(asked(transport)[2]).toMatchObject({ messages: [user('a'), assistant('one'), user('b')] });
  });

  it('is an answer that a filter withholds, and one that is empty', async () => {
    const filtered = answer(200, { choices: [{ message: assistant('x'), finish_reason: 'content_filter' }] });
    const { screen } = await talk(
      lines('a', 'b', '/history') + ctrlD,
      chatEndpoint('llm/v1/chat', filtered, spoken()),
    );
    expect(screen).toContain('a content filter withheld the answer');
    expect(screen).toContain('the answer is empty');
    expect(screen).toContain('user (no answer): b');
    expect(screen).not.toContain('user: ');
  });

  it('is a command that does not exist, or can do nothing', async () => {
    const { code, screen } = await talk(
      lines('/nope', '/undo', '/retry') + ctrlD,
      chatEndpoint('llm/v1/chat'),
    );
    expect(code).toBe(0);
    expect(screen).toContain('there is no command /nope');
    expect(screen).toContain('there is nothing to take back');
    expect(screen).toContain('there is no question to ask again');
  });
});

describe('/save at a terminal', () => {
  it('asks before it replaces a file', async () => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'servectl-chat-'));
    const file = path.join(cwd, 'talk.json');
    writeFileSync(file, 'mine');
    const save = (replies: readonly string[]) =>
      talk(lines('/save talk.json', ...replies) + ctrlD, chatEndpoint('llm/v1/chat'), '--system s', { cwd });
    expect((await save(['n'])).screen).toContain('left talk.json as it is');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await save(['y'])).screen).toContain('saved 1 message to talk.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ role: 'system', content: 's' }]);
  });

  it('takes ~ for the home directory', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'servectl-chat-'));
    await talk(lines('/save ~/talk.json') + ctrlD, chatEndpoint('llm/v1/chat'), '', { home });
    expect(readFileSync(path.join(home, 'talk.json'), 'utf8')).toBe('[]\n');
  });
});
