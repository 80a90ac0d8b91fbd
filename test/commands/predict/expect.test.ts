import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/http/transport.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const memory = { target: 'local::memory:' };
const chat = (content: string): HttpResponse =>
  answer(200, { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] });

/** Words, so that a flag's value may hold blanks. */
const ask = (transport: RunOptions['transport'], flags: readonly string[], options: RunOptions = {}) =>
  run(['endpoints', 'predict', 'chat', '--prompt', 'x', ...flags], {
    ...(transport && { transport }),
    ...options,
  });

describe('predict --expect', () => {
  it('ends with 8 and shows both texts where the answer says something else', async () => {
    const { code, stdout, stderr } = await run(
      'endpoints predict local-echo --message ping --expect pong',
      memory,
    );
    expect({ code, stdout }).toEqual({ code: 8, stdout: 'ping\n' });
    expect(stderr).toBe(
      'error: local-echo did not answer as expected\n' +
        '  --expect: expected text that contains "pong"\n' +
        '            but got "ping"\n',
    );
    const readme = readFileSync('README.md', 'utf8').split('<!-- expect -->')[1]?.split('```')[1];
    expect(readme).toContain(stdout + stderr);
  });

  it('says that all is well, and nothing with -q', async () => {
    const line = 'endpoints predict local-echo --message ping --expect ping --expect /^P.NG$/i';
    expect(await run(line, memory)).toMatchObject({
      code: 0,
      stdout: 'ping\n',
      stderr: 'local-echo answers as expected\n',
    });
    expect(await run(`${line} -q`, memory)).toMatchObject({ code: 0, stdout: 'ping\n', stderr: '' });
  });

  it('names each check that fails, even with -q', async () => {
    const flags = ['-q', '--expect', 'a', '--expect', '/^b/', '--expect', 'answer'];
    const { code, stderr } = await ask(scriptedTransport(chat('the answer')), flags);
    expect(code).toBe(8);
    expect(stderr).toContain('--expect: expected text that matches /^b/');
    expect(stderr.match(/--expect:/g)).toHaveLength(1);
  });

  it('looks at every answer in its own words', async () => {
    const expects = (body: unknown, text: string) =>
      ask(scriptedTransport(answer(200, body)), ['--expect', text]).then(({ code }) => code);
    expect(await expects({ predictions: ['spam', { score: 0.9 }] }, '{"score":0.9}')).toBe(0);
    expect(
      await expects({ choices: [{ message: { content: 'a' } }, { message: { content: 'b' } }] }, 'b'),
    ).toBe(0);
    const call = { function: { name: 'f', arguments: '{"x":1}' } };
    expect(
      await expects({ choices: [{ message: { content: null, tool_calls: [call] } }] }, 'f({"x":1})'),
    ).toBe(0);
    expect(await expects({ anything: 'else' }, '"anything": "else"')).toBe(0);
  });

  it('cuts a long answer in the middle', async () => {
    const { stdout, stderr } = await ask(scriptedTransport(chat(`begin${'.'.repeat(5000)}end`)), [
      '--expect',
      'pong',
    ]);
    expect(stdout).toHaveLength(5009);
    expect(stderr).toContain('"begin');
    expect(stderr).toContain('characters … ');
    expect(stderr).toContain('end"');
    expect(stderr.length).toBeLessThan(700);
  });

  it('makes control characters of the answer harmless', async () => {
    const { stderr } = await ask(scriptedTransport(chat('\u009b31m\u202e')), ['--expect', 'x'], {
      tty: true,
    });
    expect(stderr).toContain('\\x9b31m\\u202e');
    expect(stderr).not.toContain('\u202e');
  });

  it.each([
    ['a regular expression', ['--expect', '/(/'], "--expect '/(/' is no regular expression"],
    ['a query', ['--expect-query', 'choices['], "--expect-query 'choices[' is no JMESPath expression"],
    ['a schema that is missing', ['--expect-schema', 'nope.json'], 'there is no file nope.json'],
    ['a duration', ['--max-latency', 'soon'], "--max-latency does not take 'soon'"],
    ['an empty text', ['--expect', ''], '--expect is given no text'],
    ['a number of attempts', ['--attempts', '0'], "--attempts does not take '0'"],
  ])('refuses %s that is none with 2, before anything is sent', async (_, flags, message) => {
    const transport = scriptedTransport(chat('x'));
    const { code, stderr } = await ask(transport, flags);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(transport.requests).toEqual([]);
  });

  it('gives programs the answer on stdout and what it misses on stderr', async () => {
    const { code, stdout, stderr } = await ask(scriptedTransport(chat('ping')), [
      '--expect',
      'pong',
      '-o',
      'json',
    ]);
    expect(code).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ choices: [{ message: { content: 'ping' } }] });
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'NOT_AS_EXPECTED',
        details: [{ flag: '--expect', expected: 'text that contains "pong"', got: '"ping"' }],
      },
    });
  });

  it('annotates a run of GitHub Actions', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { stdout, stderr } = await ask(scriptedTransport(chat('100%\nping')), ['--expect', 'pong'], {
      env,
    });
    expect(stdout).toBe('100%\nping\n');
    const [annotation] = stderr.split('\n');
    expect(annotation).toBe(
      '::error title=not-as-expected::chat did not answer as expected: --expect: expected text that contains "pong", but got "100%25\\nping"',
    );
  });
});

describe('predict --expect-query', () => {
  it('must hold of the body as it came', async () => {
    const expects = (query: string) =>
      ask(scriptedTransport(answer(200, { predictions: [{ score: 0.25 }], n: 0, none: [] })), [
        '--expect-query',
        query,
      ]);
    expect(await expects('predictions[0].score < `0.5`')).toMatchObject({ code: 0 });
    // In JMESPath the number 0 is true; what is missing, false or empty is not.
    expect(await expects('n')).toMatchObject({ code: 0 });
    for (const query of ['none', 'missing', 'predictions[0].score > `0.5`', 'length(n) > `0`'])
      expect(await expects(query)).toMatchObject({ code: 8 });
    const { stderr } = await expects('predictions[0].score > `0.5`');
    expect(stderr).toContain('expected predictions[0].score > `0.5` to hold');
    expect(stderr).toContain('but got false, of {"predictions":[{"score":0.25}]');
    expect((await expects('length(n)')).stderr).toContain('but got an error (Invalid type: length()');
  });

  it('of a stream sees what its chunks add up to', async () => {
    const frames = [
      { choices: [{ index: 0, delta: { content: 'It is' } }] },
      {
        choices: [
          {
            index: 0,
            delta: { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }] },
          },
        ],
      },
      { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }], usage: { completion_tokens: 7 } },
    ];
    const body = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('');
    const queries = [
      "text == 'It is'",
      "tool_calls[0].function.name == 'f'",
      'usage.completion_tokens == `7`',
      "finish_reason == 'tool_calls'",
    ];
    const flags = ['--stream', ...queries.flatMap((query) => ['--expect-query', query])];
    expect(await ask(scriptedTransport(answer(200, body)), flags)).toMatchObject({
      code: 0,
      stdout: 'It is\nf({})\n',
    });
  });
});

describe('predict --expect-schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'servectl-expect-'));
  const schemaFile = (schema: unknown): string => {
    writeFileSync(join(folder, 'answer.schema.json'), JSON.stringify(schema));
    return 'answer.schema.json';
  };
  const person = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
    required: ['name', 'age'],
    additionalProperties: false,
  };
  const expects = (response: HttpResponse, schema: unknown = person) =>
    ask(scriptedTransport(response), ['--expect-schema', schemaFile(schema)], { cwd: folder });

  it('reads a text as JSON, and takes what fits', async () => {
    expect(await expects(chat('{"name":"Ada","age":36}'))).toMatchObject({ code: 0 });
  });

  it('names each place that does not fit', async () => {
    const { code, stderr } = await expects(chat('{"name":1,"age":-1,"extra":true}'));
    expect(code).toBe(8);
    expect(stderr).toContain('--expect-schema: expected JSON that fits answer.schema.json');
    expect(stderr).toContain('at /name: instance type "number" is invalid');
    expect(stderr).toContain('at /age: -1 is less than 0');
    expect(stderr).toContain('"extra"');
    // Not a word of the keywords that only lead there.
    expect(stderr.match(/at \//g)).toHaveLength(3);
  });

  it('says of a text that is no JSON what it is', async () => {
    const { code, stderr } = await expects(chat('Sure! {"name":"Ada"}'));
    expect(code).toBe(8);
    expect(stderr).toContain('but got "Sure! {\\"name\\":\\"Ada\\"}"');
  });

  it('looks at the body of an answer that is no text', async () => {
    const schema = { properties: { predictions: { type: 'array', minItems: 2 } } };
    expect(await expects(answer(200, { predictions: [1, 2] }), schema)).toMatchObject({ code: 0 });
    const { code, stderr } = await expects(answer(200, { predictions: [1] }), schema);
    expect(code).toBe(8);
    expect(stderr).toContain('at /predictions: ');
  });

  it.each([
    ['a list', [1], 'is no JSON Schema'],
    ['a reference to nothing', { $ref: '#/$defs/nope' }, 'cannot be applied as a JSON Schema'],
    [
      'one where no answer leads to it',
      { properties: { a: { items: { $ref: '#/$defs/nope' } } } },
      "schema.json cannot be applied as a JSON Schema: at /properties/a/items: '#/$defs/nope' refers to nothing",
    ],
    [
      'a pattern that is none',
      { properties: { a: { pattern: '[' } } },
      "at /properties/a: '[' is no regular",
    ],
    ['a pattern of names', { patternProperties: { '(': true } }, "at /: '(' is no regular expression"],
  ])('refuses %s with 2, and sends nothing', async (_, schema, message) => {
    const { code, stdout, stderr } = await expects(chat('{}'), schema);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('follows references, by name and by $id', async () => {
    const schema = {
      $id: 'https://example.com/a',
      $ref: '#/$defs/b',
      $defs: { b: { properties: { c: { $ref: 'd' } } }, d: { $id: 'https://example.com/d', const: 1 } },
    };
    expect(await expects(chat('{"c": 1}'), schema)).toMatchObject({ code: 0 });
    expect(await expects(chat('{"c": 2}'), schema)).toMatchObject({ code: 8 });
  });
});

describe('predict --max-latency and --max-ttft', () => {
  const clock = () => ({ ...fakeClock(), ...passing() });
  /** A clock that only an answer moves on. */
  function passing() {
    let at = 0;
    return {
      monotonic: () => at,
      pass: (ms: number) => (at += ms),
      sleep: () => new Promise<never>(() => undefined),
    };
  }
  const frame = (content: string, finish_reason: string | null = null) =>
    Buffer.from(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`,
    );

  it('measure the whole answer', async () => {
    const time = clock();
    const late = (request: HttpRequest) => {
      expect(request.body).not.toContain('stream');
      time.pass(5_200);
      return chat('late');
    };
    const options = { clock: time };
    const { code, stdout, stderr } = await ask(scriptedTransport(late), ['--max-latency', '5s'], options);
    expect({ code, stdout }).toEqual({ code: 8, stdout: 'late\n' });
    expect(stderr).toContain('--max-latency: expected the answer within 5.00 s');
    expect(stderr).toContain('but got it after 5.20 s');
    expect(await ask(scriptedTransport(late), ['--max-latency', '6s'], options)).toMatchObject({ code: 0 });
  });

  it('measure the first word, for which a stream is asked for', async () => {
    const time = clock();
    const late = (request: HttpRequest) => {
      expect(request.body).toContain('"stream":true');
      const body = (async function* () {
        // A chunk that says nothing is no token.
        yield frame('');
        time.pass(700);
        yield frame('la');
        time.pass(400);
        yield frame('te', 'stop');
      })();
      return { ...answer(200), body };
    };
    const slow = await ask(scriptedTransport(late), ['--max-ttft', '500ms'], { clock: time });
    expect(slow).toMatchObject({ code: 8, stdout: 'late\n' });
    expect(slow.stderr).toContain('but got it after 700 ms');
    const limits = ['--max-ttft', '700ms', '--max-latency', '1s'];
    const both = await ask(scriptedTransport(late), limits, { clock: time });
    expect(both.code).toBe(8);
    expect(both.stderr).toContain('--max-latency: expected the answer within 1.00 s');
    expect(both.stderr).not.toContain('--max-ttft');
  });
});

describe('predict --attempts', () => {
  it('shows what came of the last stream, though it was cut', async () => {
    const frame = { choices: [{ index: 0, delta: { content: 'half' } }] };
    const cut = answer(200, `data: ${JSON.stringify(frame)}\n\n`);
    const clock = fakeClock();
    const flags = ['--stream', '--attempts', '2'];
    const { code, stdout } = await ask(scriptedTransport(cut), flags, { clock });
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'half\n' });
  });

  it('asks again until the answer is as expected, and prints that one alone', async () => {
    const clock = fakeClock();
    const transport = scriptedTransport(
      chat('warming up'),
      answer(503, ''),
      chat('pong'),
      chat('never asked for'),
    );
    const { code, stdout, stderr } = await ask(transport, ['--expect', 'pong', '--attempts', '5'], { clock });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'pong\n' });
    expect(transport.requests).toHaveLength(3);
    expect(clock.slept.filter((ms) => ms !== 5_000)).toEqual([1_000, 2_000]);
    expect(stderr).toContain(
      'attempt 1 of 5: expected text that contains "pong", got "warming up"; again in 1 s',
    );
    expect(stderr).toContain('attempt 2 of 5: service unavailable; again in 2 s');
  });

  it('gives up after the last one, with its answer and what it misses', async () => {
    const transport = scriptedTransport(chat('one'), chat('two'));
    const { code, stdout, stderr } = await ask(transport, ['--expect', 'pong', '--attempts', '2', '-q']);
    expect({ code, stdout }).toEqual({ code: 8, stdout: 'two\n' });
    expect(stderr).toContain('but got "two"');
    expect(stderr).not.toContain('attempt');
  });

  it('prints a stream once it is known to be the one, and takes a stream that was cut for none', async () => {
    const frame = (content: string, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;
    const transport = scriptedTransport(
      answer(200, frame('half')),
      answer(200, frame('wrong', 'stop')),
      answer(200, frame('po') + frame('ng', 'stop')),
    );
    const flags = ['--expect', 'pong', '--attempts', '3', '--stream'];
    expect(await ask(transport, flags)).toMatchObject({ code: 0, stdout: 'pong\n' });
  });

  it('waits as long as the server asks, and not for what no waiting changes', async () => {
    const clock = fakeClock();
    const busy = answer(
      429,
      { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow' },
      { 'retry-after': '7' },
    );
    await ask(scriptedTransport(busy, chat('pong')), ['--attempts', '2'], { clock });
    expect(clock.slept).toContain(7_000);
    const refused = scriptedTransport(answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' }));
    expect(await ask(refused, ['--attempts', '9'])).toMatchObject({ code: 4 });
    expect(refused.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('ends with the last failure where none was answered', async () => {
    const transport = scriptedTransport(answer(503, ''));
    expect(await ask(transport, ['--expect', 'pong', '--attempts', '3'])).toMatchObject({
      code: 9,
      stdout: '',
    });
    expect(transport.requests).toHaveLength(3);
  });
});

describe('predict --wait', () => {
  const state = (ready: string, config_update: string) =>
    answer(200, {
      name: 'chat',
      state: { ready, config_update },
      config: { served_entities: [{ name: 'a' }] },
    });

  it('asks once the endpoint serves', async () => {
    const transport = scriptedTransport(
      state('NOT_READY', 'IN_PROGRESS'),
      state('NOT_READY', 'NOT_UPDATING'),
      state('READY', 'NOT_UPDATING'),
      chat('pong'),
    );
    const { code, stdout } = await ask(transport, ['--wait', '--expect', 'pong']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'pong\n' });
    expect(transport.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);
  });

  it('does not ask where the deployment failed', async () => {
    const transport = scriptedTransport(state('NOT_READY', 'UPDATE_FAILED'));
    const { code, stderr } = await ask(transport, ['--wait']);
    expect(code).toBe(1);
    expect(stderr).toContain('chat');
    expect(transport.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('ends with 7 after --timeout, which by itself means to wait', async () => {
    const transport = scriptedTransport(state('NOT_READY', 'IN_PROGRESS'));
    const { code } = await ask(transport, ['--timeout', '90s']);
    expect(code).toBe(7);
  });

  it('names the endpoint that was probably meant', async () => {
    const { code, stderr } = await run('endpoints predict local-ecko -m hi --wait', memory);
    expect(code).toBe(5);
    expect(stderr).toContain('did you mean local-echo?');
  });
});
