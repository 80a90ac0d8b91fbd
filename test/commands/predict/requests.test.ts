import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';

let folder: WorkspaceFolder;
beforeAll(async () => {
  folder = await workspaceFolder();
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'history.yaml': '- {role: user, content: hi}\n- {role: assistant, content: ho}\n',
    'history.json': '{"messages": [{"role": "user", "content": "hi"}]}',
    'history.jsonl': '{"role": "user", "content": "hi"}\n\n{"role": "assistant", "content": "ho"}\n',
    'tools.json': '[{"name": "f", "parameters": {"type": "object"}}]',
    'city.schema.json': '{"type": "object", "additionalProperties": false}',
    'dot.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    'rows.csv': 'id,zip\n1,01234\n2,99999\n',
    'rows.tsv': 'id\tzip\n1\t01234\n',
    'rows.json': '[{"a": 1}]',
    'rows.jsonl': '{"a": 1}\n{"a": 2}\n',
    'rows.txt': '{"a": 1}\n{"a": 2}\n',
    'texts.txt': 'one\r\n\r\ntwo\n',
    'empty.txt': '\n',
    'broken.jsonl': '{"a": 1}\n{"a": }\n',
    'params.yaml': 'temperature: 0.5\ntop_p: 0.9\nmax_tokens: 5\n',
    'text.txt': 'no picture',
    'big.png': Buffer.concat([
      Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      Buffer.alloc(4 << 20),
    ]),
  };
  for (const [name, content] of Object.entries(files)) await folder.save(name, content);
});
afterAll(() => folder[Symbol.asyncDispose]());

const user = { role: 'user', content: 'hi' };
const assistant = { role: 'assistant', content: 'ho' };

/** What is sent to an endpoint of the task, and how. */
async function sent(task: string, flags: string | readonly string[], options: RunOptions = {}) {
  const said = { choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] };
  const transport = scriptedTransport(({ method }) =>
    method === 'GET' ? answer(200, { name: 'e', task }) : answer(200, said),
  );
  const words = typeof flags === 'string' ? flags.split(' ') : flags;
  const result = await folder.run(['endpoints', 'predict', 'e', ...words], { transport, ...options });
  const posts = transport.requests.filter(({ method }) => method === 'POST');
  return { ...result, posts, body: JSON.parse(String(posts[0]?.body ?? 'null')) as unknown };
}

describe('predict asks', () => {
  test.each<[string, string, string, object]>([
    [
      'with a conversation in YAML',
      'llm/v1/chat',
      '--messages history.yaml -m and?',
      { messages: [user, assistant, { role: 'user', content: 'and?' }] },
    ],
    ['with one in JSON, alone', 'llm/v1/chat', '--messages history.json', { messages: [user] }],
    [
      'with one in JSONL, for an agent',
      'agent/v1/responses',
      '--messages history.jsonl',
      { input: [user, assistant] },
    ],
    [
      'with a picture, and one by its address',
      'llm/v1/chat',
      '-m what? --image dot.png --image https://example.com/a.jpg',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'what?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
              { type: 'image_url', image_url: { url: 'https://example.com/a.jpg' } },
            ],
          },
        ],
      },
    ],
    [
      'with tools and a format',
      'llm/v1/chat',
      '-m hi --tools tools.json --tool-choice f --response-format city.schema.json --n 2',
      {
        messages: [user],
        n: 2,
        tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
        tool_choice: { type: 'function', function: { name: 'f' } },
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'city',
            schema: { type: 'object', additionalProperties: false },
            strict: true,
          },
        },
      },
    ],
    [
      'an agent with tools and a format',
      'agent/v1/responses',
      '-m hi --tools tools.json --tool-choice auto --response-format json --max-tokens 9 --custom-input k=1',
      {
        input: [user],
        max_output_tokens: 9,
        tools: [{ type: 'function', name: 'f', parameters: { type: 'object' } }],
        tool_choice: 'auto',
        text: { format: { type: 'json_object' } },
        custom_inputs: { k: 1 },
      },
    ],
    [
      'with rows of CSV, typed',
      '',
      '--rows rows.csv',
      {
        dataframe_records: [
          { id: 1, zip: '01234' },
          { id: 2, zip: '99999' },
        ],
      },
    ],
    [
      'with rows of TSV, split',
      '',
      '--rows rows.tsv --as split',
      { dataframe_split: { columns: ['id', 'zip'], data: [[1, '01234']] } },
    ],
    ['with rows of JSON as tensors', '', '--rows rows.json --as instances', { instances: [{ a: 1 }] }],
    [
      'with rows of JSONL by column',
      '',
      '--rows rows.jsonl --as inputs --model-param k=1',
      { inputs: { a: [1, 2] }, params: { k: 1 } },
    ],
    [
      'with rows whose file does not say what it is',
      '',
      '--rows rows.txt',
      { dataframe_records: [{ a: 1 }, { a: 2 }] },
    ],
    [
      'with the texts of a file',
      'llm/v1/embeddings',
      '--input @texts.txt --input three',
      { input: ['one', 'two', 'three'] },
    ],
    [
      'with what a file says beside, under what flags say',
      'llm/v1/chat',
      '-m hi --params-file params.yaml --param top_p=0.1 --max-tokens 7',
      { messages: [user], temperature: 0.5, top_p: 0.1, max_tokens: 7 },
    ],
    [
      'with labels, an id and parameters for a provider',
      'llm/v1/chat',
      '-m hi --usage-context team=a=b --usage-context n=1 --client-request-id r --extra-param k=1',
      {
        messages: [user],
        usage_context: { team: 'a=b', n: '1' },
        client_request_id: 'r',
        extra_params: { k: '1' },
      },
    ],
    [
      'as an LLM, of a custom model',
      '',
      '--as llm --prompt hi --stop . --temperature 0.1',
      { dataframe_records: [{ prompt: 'hi', temperature: 0.1, stop: ['.'] }] },
    ],
    [
      'as an LLM, of a chat model',
      'llm/v1/chat',
      '--as llm -m hi --stop .',
      { messages: [user], stop: ['.'] },
    ],
  ])('%s', async (_, task, flags, body) => {
    const result = await sent(task, flags);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.body).toEqual(body);
  });

  it.each(['rows.csv', 'rows.jsonl', 'rows.json'])('with the rows of %s on stdin', async (file) => {
    const { readFile } = await import('node:fs/promises');
    const stdin = await readFile(`${folder.path}/${file}`, 'utf8');
    const piped = await sent('', '--rows -', { stdin });
    expect(piped.body).toEqual((await sent('', `--rows ${file}`)).body);
  });

  it('an endpoint for embeddings in several calls, and answers in one', async () => {
    const { code, stdout } = await run(
      [
        'endpoints',
        'predict',
        'local-embed',
        ...['a', 'b', 'c'].flatMap((text) => ['--input', text]),
        '--batch-size',
        '2',
        '-o',
        'json',
        '--query',
        '{i: data[].index, n: usage.total_tokens}',
      ],
      { target: 'local::memory:' },
    );
    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      answer: { i: [0, 1, 2], n: 3 },
    });
  });

  it('with headers of the caller, whose values are never shown', async () => {
    const { posts, stderr } = await sent('', [
      '--data',
      '{"inputs": [1]}',
      '--header',
      'X-Team: search-s3cret',
      '--debug',
    ]);
    expect(posts[0]?.headers).toMatchObject({ 'x-team': 'search-s3cret' });
    expect(stderr).not.toContain('s3cret');
  });
});

describe('predict refuses, before the endpoint is asked,', () => {
  test.each<[string, string, string]>([
    ['a picture that is none', '-m hi --image text.txt', 'text.txt is no picture'],
    ['a request that is too large', '-m hi --image big.png', 'and e takes 4 MB at most'],
    ['a file of texts that holds none', '--input @empty.txt', 'empty.txt holds no text'],
    ['a line that is no JSON, with its place', '--rows broken.jsonl', 'broken.jsonl:2:'],
    ['rows that are no list', '--rows city.schema.json', 'holds no list'],
    ['messages without a role', '--messages rows.json', 'message 1 of rows.json has no role'],
    ['a file of parameters that is a list', '-m hi --params-file rows.json', 'holds no fields of a body'],
    ['a tool that is not there', '-m hi --tools tools.json --tool-choice g', "no tool has the name 'g'"],
    ['a form of rows without rows', '-m hi --as split', 'needs rows'],
    ['rows as an LLM', '--rows rows.csv --as llm', 'not with rows'],
    ['an LLM without a prompt', '--input a --as llm', 'asks with one prompt'],
    ['an LLM with a system message', '--prompt a --system b --as llm', 'a system message needs'],
    ['the size of batches of nothing', '-m hi --batch-size 2', 'needs texts'],
    ['a label that is given twice', '-m hi --usage-context a=1 --usage-context a=2', "'a' is given twice"],
    ['a template with a question', '-m hi --template', 'cannot be used with'],
    ['a limit that the task does not take', '--input a --max-tokens 1', 'takes no --max-tokens'],
    ['the header that signs', '-m hi --header authorization:x', "can't set 'authorization'"],
    ['a header that is given twice', '-m hi --header x-a:1 --header X-A:2', "header 'x-a' is given twice"],
    ['a header without a name', '-m hi --header s3cret', '--header takes NAME:VALUE'],
  ])('%s', async (_, flags, message) => {
    const { code, stdout, stderr, posts } = await sent('llm/v1/chat', flags);
    expect({ code, stdout, posts }).toEqual({ code: 2, stdout: '', posts: [] });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('s3cret');
  });

  it('a header that would begin another', async () => {
    const { code, stderr, posts } = await sent('llm/v1/chat', [
      '-m',
      'hi',
      '--header',
      'x-a: s3cret\r\nx-b: 1',
    ]);
    expect({ code, posts }).toEqual({ code: 2, posts: [] });
    expect(stderr).toContain("the value of header 'x-a'");
    expect(stderr).not.toContain('s3cret');
  });

  it('a body that only a custom model takes, of one that is none', async () => {
    const data = JSON.stringify({ inputs: 'x'.repeat(5 << 20) });
    const custom = await sent('', '--data -', { stdin: data });
    expect(custom).toMatchObject({ code: 0 });
    const chat = await sent('llm/v1/chat', '--data -', { stdin: data });
    expect(chat).toMatchObject({ code: 2, posts: [] });
    const huge = await sent('', '--data -', { stdin: JSON.stringify({ inputs: 'x'.repeat(17 << 20) }) });
    expect(huge.stderr).toContain('17.0 MB, and e takes 16 MB');
  });
});

describe('predict --template prints a body', () => {
  const memory = { target: 'local::memory:' };

  it.each(['local-echo', 'local-embed'])('that %s answers as it is', async (name) => {
    const skeleton = await run(`endpoints predict ${name} --template`, memory);
    expect(skeleton).toMatchObject({ code: 0, stderr: '' });
    const asked = await run(`endpoints predict ${name} --data -`, { ...memory, stdin: skeleton.stdout });
    expect(asked).toMatchObject({ code: 0 });
  });

  it.each([400, 404])('by the task, where an endpoint has no document (%s)', async (status) => {
    const transport = scriptedTransport(({ path }) =>
      path.endsWith('/openapi')
        ? answer(status, { error_code: 'BAD_REQUEST', message: 'not supported' })
        : answer(200, { name: 'e', task: 'llm/v1/completions' }),
    );
    const { code, stdout, stderr } = await run('endpoints predict e --template -o yaml', { transport });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'prompt: Once upon a time\n' });
    expect(stderr).toContain('no OpenAPI document');
  });

  it.each(['--stream', '--expect x', '--out x', '--header a:b', '--timing'])(
    'and takes no %s beside it',
    async (flag) => {
      const { code, stderr } = await run(`endpoints predict local-echo --template ${flag}`, memory);
      expect(code).toBe(2);
      expect(stderr).toContain("'--template' cannot be used with option");
    },
  );

  it('in a form of rows for custom models alone', async () => {
    const { code, stderr } = await run('endpoints predict local-echo --template --as split', memory);
    expect(code).toBe(2);
    expect(stderr).toContain("--as split has no meaning for local-echo, whose task is 'llm/v1/chat'");
    const custom = scriptedTransport(({ path }) =>
      answer(200, path.endsWith('/openapi') ? {} : { name: 'e' }),
    );
    const { stdout } = await run('endpoints predict e --template --as inputs -o json', { transport: custom });
    expect(JSON.parse(stdout)).toEqual({ inputs: [{}] });
  });

  it('for no endpoint that is not there, with the name that was meant', async () => {
    const { code, stderr } = await run('endpoints predict local-eco --template', memory);
    expect(code).toBe(5);
    expect(stderr).toContain('did you mean local-echo?');
  });
});

describe('predict sends to the letter', () => {
  const body = '{"dataframe_records": [{"id": 12345678901234567890, "share": 1.0}]}\n';
  const text = ({ posts }: Awaited<ReturnType<typeof sent>>): unknown => posts[0]?.body;

  it('a whole body to which nothing is added', async () => {
    expect(text(await sent('', ['--data', body]))).toBe(body);
    expect(text(await sent('', '--data @-', { stdin: `\uFEFF${body}` }))).toBe(body);
  });

  it('what stands in a body beside the fields that flags add', async () => {
    const added = await sent('', ['--data', body, '--client-request-id', 'a1', '--stream']);
    expect(text(added)).toBe(`${body.trim().slice(0, -1)},"client_request_id":"a1","stream":true}`);
    const streamed = '{"prompt": "hi", "stream": true, "seed": 1.0}';
    expect(text(await sent('', ['--data', streamed, '--stream']))).toBe(streamed);
  });

  it.each([
    ['a list', '[{"id": 12345678901234567890}]'],
    ['lines', '{"id": 12345678901234567890}\n\n{"id": 1.0}\n'],
  ])('numbers in rows that come as %s', async (_, rows) => {
    const list = rows.startsWith('[') ? rows : '[{"id": 12345678901234567890},{"id": 1.0}]';
    expect(text(await sent('', '--rows -', { stdin: rows }))).toBe(`{"dataframe_records":${list}}`);
    expect(text(await sent('', '--rows - --as instances', { stdin: rows }))).toBe(`{"instances":${list}}`);
  });
});
