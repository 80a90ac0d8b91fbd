import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';

let folder: WorkspaceFolder;
beforeAll(async () => {
  folder = await workspaceFolder();
  await folder.save(
    'fns.mjs',
    `export function concise(request) { request.prompt += ' Be concise.'; return request; }
     export const shout = async (said) => said.toUpperCase();
     export const fail = () => { throw new RangeError('too loud'); };
     export const list = () => [1];
     export const nothing = () => {};
     export const number = 1;
     export default (body) => ({ ...body, temperature: 0 });\n`,
  );
  await folder.save('fns.cjs', 'module.exports = { shout: (said) => said.toUpperCase() };\n');
  await folder.save('loads-badly.mjs', 'throw new Error("no way");\n');
  await folder.save('broken.mjs', 'export const x = (\n');
  await folder.save(
    'wrap.json',
    '{"messages": [{"role": "user", "content": "{{ messages[-1].content }} twice"}]}',
  );
});
afterAll(() => folder[Symbol.asyncDispose]());

const ask = (...flags: readonly string[]) => folder.run(['endpoints', 'predict', 'local-echo', ...flags]);

/** Asks an endpoint that answers so, and takes down the body that it was asked with. */
async function scripted(body: unknown, task: string, ...flags: readonly string[]) {
  const transport = scriptedTransport(({ method }) =>
    answer(200, method === 'GET' ? { name: 'e', task } : body),
  );
  const result = await folder.run(['endpoints', 'predict', 'e', ...flags], { transport });
  const post = transport.requests.find(({ method }) => method === 'POST');
  return { ...result, body: JSON.parse(String(post?.body ?? 'null')) as unknown };
}

describe('the request is changed', () => {
  test.each<[string, readonly string[], string]>([
    [
      'by JMESPath',
      ['-m', 'hi', '--transform-input', "{prompt: join(' ', [messages[0].content, 'there'])}"],
      'hi there',
    ],
    [
      'by a template',
      ['-m', 'hi', '--transform-input', '{"prompt": "so: {{ messages[0].content }}"}'],
      'so: hi',
    ],
    ['by a template in a file', ['-m', 'hi', '--transform-input', '@wrap.json'], 'hi twice'],
    ['by a function', ['--prompt', 'hi', '--transform-input', './fns.mjs#concise'], 'hi Be concise.'],
    ['by a default export', ['--prompt', 'hi', '--transform-input', './fns.mjs'], 'hi'],
  ])('%s', async (_, flags, said) => {
    expect(await ask(...flags)).toMatchObject({ code: 0, stdout: `${said}\n`, stderr: '' });
  });
});

describe('the answer is shown', () => {
  const content = 'choices[0].message.content';
  test.each<[string, readonly string[], string]>([
    ['as a text where it is one', ['--transform-output', content], 'hi\n'],
    ['as JSON where it is none', ['--transform-output', 'choices[].index'], '[\n  0\n]\n'],
    ['as null where nothing is found', ['--transform-output', 'nowhere'], 'null\n'],
    ['as null where a function returns nothing', ['--transform-output', './fns.mjs#nothing'], 'null\n'],
    ['by a template', ['--transform-output', `"<{{ ${content} }}>"`], '<hi>\n'],
    ['whole at the end of a stream', ['--stream', '--transform-output', content], 'hi\n'],
    ['in the format that is asked for', ['-o', 'json', '--transform-output', content], '"hi"\n'],
    [
      'by --query after it',
      ['--query', 'n', '-o', 'json', '--transform-output', '{n: length(choices)}'],
      '1\n',
    ],
  ])('%s', async (_, flags, shown) => {
    expect(await ask('-m', 'hi', ...flags)).toMatchObject({ code: 0, stdout: shown, stderr: '' });
  });

  it('and judged as the transform makes it', async () => {
    const flags = ['--as', 'llm', '--prompt', 'ping', '--transform-output', './fns.mjs#shout'];
    expect(await ask(...flags, '--expect', 'PING')).toMatchObject({ code: 0, stdout: 'PING\n' });
    const missed = await ask(...flags, '--expect', 'ping');
    expect(missed).toMatchObject({ code: 8, stdout: 'PING\n' });
    expect(missed.stderr).toContain('PING');
  });

  it('untouched where it reports an error', async () => {
    const { code, stderr } = await scripted(
      { error: { message: 'no luck' } },
      '',
      '--data',
      '{"inputs": 1}',
      '--transform-output',
      './fns.mjs#fail',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('no luck');
  });
});

describe('--as llm asks with a prompt and its stop texts', () => {
  test.each<[string, unknown, string]>([
    ['a list of predictions', { predictions: ['Good. You?'] }, 'Good'],
    ['one prediction', { predictions: 'Good. You?' }, 'Good'],
  ])('and shows the first of %s, cut', async (_, body, shown) => {
    const result = await scripted(body, '', '--as', 'llm', '--prompt', 'How?', '--stop', '.');
    expect(result).toMatchObject({
      code: 0,
      stdout: `${shown}\n`,
      body: { dataframe_records: [{ prompt: 'How?', stop: ['.'] }] },
    });
  });

  it('which functions see as LangChain shows them', async () => {
    const result = await scripted(
      { predictions: ['good'] },
      '',
      ...['--as', 'llm', '--prompt', 'How?', '--transform-input', './fns.mjs#concise'],
      ...['--transform-output', './fns.cjs#shout'],
    );
    expect(result).toMatchObject({
      code: 0,
      stdout: 'GOOD\n',
      body: { dataframe_records: [{ prompt: 'How? Be concise.' }] },
    });
  });

  it('of a chat model too, and streams', async () => {
    const flags = ['--as', 'llm', '--prompt', 'one, two. three', '--stop', '.', '--stream'];
    expect(await ask(...flags)).toMatchObject({ code: 0, stdout: 'one, two\n', stderr: '' });
  });
});

describe('stop texts cut what the server does not', () => {
  it('of a custom model', async () => {
    const result = await scripted(
      { predictions: ['a.b', 'c'] },
      '',
      '--data',
      '{"inputs": [1]}',
      '--stop',
      '.',
      '-o',
      'json',
    );
    expect(JSON.parse(result.stdout)).toEqual({ predictions: ['a', 'c'] });
    expect(result.body).toEqual({ inputs: [1] });
  });

  it('but leave to a server what it knows', async () => {
    const said = { choices: [{ message: { content: 'as. it was' }, finish_reason: 'stop' }] };
    const result = await scripted(said, 'llm/v1/chat', '-m', 'hi', '--stop', '.');
    expect(result).toMatchObject({ stdout: 'as. it was\n', body: { stop: ['.'] } });
  });
});

describe('what goes wrong is said with its place', () => {
  test.each<[string, number, readonly string[], string]>([
    [
      'a function that throws',
      1,
      ['--transform-output', './fns.mjs#fail'],
      '--transform-output: fail of ./fns.mjs threw RangeError: too loud',
    ],
    [
      'a module that fails while it loads',
      1,
      ['--transform-input', './loads-badly.mjs'],
      './loads-badly.mjs failed while it was loaded: Error: no way',
    ],
    ['a module that is none', 2, ['--transform-input', './wrap.json#x'], 'wrap.json'],
    ['a file that is missing', 2, ['--transform-input', './nope.mjs#x'], 'there is no file ./nope.mjs'],
    ['a function that is missing', 2, ['--transform-output', './fns.mjs#shuot'], '#shout'],
    [
      'a value that is no function',
      2,
      ['--transform-output', './fns.mjs#number'],
      "no function 'number' in ./fns.mjs",
    ],
    ['a path that looks like an expression', 2, ['--transform-output', 'fns.mjs#shout'], './fns.mjs#shout'],
    [
      'an input that is no object',
      2,
      ['--transform-input', './fns.mjs#list'],
      '--transform-input made a list',
    ],
    ['an expression that is none', 2, ['--transform-output', 'a['], "--transform-output 'a[' is no JMESPath"],
    ['a first token that nobody sees', 2, ['--transform-output', 'a', '--max-ttft', '1s'], '--max-ttft'],
  ])('%s', async (_, code, flags, message) => {
    const result = await ask('-m', 'hi', ...flags);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});
