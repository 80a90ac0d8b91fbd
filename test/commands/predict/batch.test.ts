import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/http/transport.ts';
import { run, type RunOptions, type RunResult } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

type Body = Readonly<Record<string, unknown>>;
type Reply = (body: Body, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

interface Line {
  readonly index: number;
  readonly ok: boolean;
  readonly id?: string | number;
  readonly response?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
}

/** A folder with files of rows, and an endpoint that answers them. */
function desk(
  files: Readonly<Record<string, string>>,
  reply: Reply = (body) => chat(body),
  task = 'llm/v1/chat',
) {
  const cwd = mkdtempSync(join(tmpdir(), 'servectl-batch-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const asked: Body[] = [];
  const transport = scriptedTransport((request) => {
    if (request.method === 'GET') return answer(200, { name: 'e', task, state: {} });
    const body = JSON.parse(request.body as string) as Body;
    asked.push(body);
    return reply(body, request);
  });
  const read = (name = 'out.jsonl'): string => readFileSync(join(cwd, name), 'utf8');
  return {
    cwd,
    asked,
    transport,
    read,
    write: (name: string, text: string) => writeFileSync(join(cwd, name), text),
    has: (name: string) => existsSync(join(cwd, name)),
    lines: (): readonly Line[] =>
      read()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Line),
    run: (flags: string | readonly string[], options: RunOptions = {}): Promise<RunResult> => {
      const words = typeof flags === 'string' ? flags.split(' ') : flags;
      return run(['endpoints', 'predict', 'e', ...words], { cwd, transport, ...options });
    },
  };
}

const chat = (body: Body): HttpResponse =>
  answer(200, {
    choices: [
      { index: 0, message: { role: 'assistant', content: JSON.stringify(body) }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });

const jsonl = (...rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const message = (content: string) => ({ messages: [{ role: 'user', content }] });
const numbered = (count: number): string =>
  jsonl(...[...Array(count).keys()].map((index) => ({ id: `r${index}`, ...message(`row ${index}`) })));

const batch = '--batch rows.jsonl --out out.jsonl';

describe('predict --batch', () => {
  it('writes a line a row, in order, and removes its journal when it is done', async () => {
    const at = desk({ 'rows.jsonl': numbered(40) });
    const { code, stdout, stderr } = await at.run(batch);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(at.lines().map(({ index, id, ok }) => [index, id, ok])).toEqual(
      [...Array(40).keys()].map((index) => [index, `r${index}`, true]),
    );
    expect(at.lines()[1]).toMatchObject({ usage: { prompt_tokens: 3, completion_tokens: 2 } });
    expect(stderr).toContain('out.jsonl: 40 rows, 40 answered, 0 failed');
    expect(stderr).toContain('tokens 120 in, 80 out');
    expect(at.has('out.jsonl.journal')).toBe(false);
  });

  it('prints a summary for programs on stdout', async () => {
    const at = desk({ 'rows.jsonl': numbered(3) });
    const { stdout } = await at.run(`${batch} -o json`);
    expect(JSON.parse(stdout)).toMatchObject({
      out: 'out.jsonl',
      complete: true,
      rows: 3,
      ok: 3,
      errors: 0,
      retries: 0,
      prompt_tokens: 9,
      completion_tokens: 6,
    });
  });

  it('takes the forms in which rows come', async () => {
    const rows = jsonl(
      { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: message('one') },
      { id: 2, ...message('two') },
      { id: 'c', message: 'three', temperature: 0 },
      { prompt: 'four', system: 'Be brief' },
      'five',
    );
    const at = desk({ 'rows.jsonl': rows });
    expect((await at.run(`${batch} --concurrency 1 --max-tokens 7`)).code).toBe(0);
    expect(at.asked).toEqual([
      { max_tokens: 7, client_request_id: 'a', ...message('one') },
      { max_tokens: 7, client_request_id: '2', ...message('two') },
      { max_tokens: 7, client_request_id: 'c', temperature: 0, ...message('three') },
      { max_tokens: 7, system: 'Be brief', ...message('four') },
      { max_tokens: 7, ...message('five') },
    ]);
    expect(at.lines().map(({ id }) => id)).toEqual(['a', 2, 'c', undefined, undefined]);
  });

  it('leaves what a row says itself, and sends no ids where they are not wanted', async () => {
    const at = desk({ 'rows.jsonl': jsonl({ id: 1, ...message('x'), max_tokens: 1 }) });
    await at.run(`${batch} --max-tokens 7 --param top_p=0.5 --no-row-ids`);
    expect(at.asked).toEqual([{ top_p: 0.5, max_tokens: 1, ...message('x') }]);
  });

  it('makes bodies of rows by a template, and keeps what is wanted of the answers', async () => {
    const at = desk({ 'rows.jsonl': jsonl({ id: 1, city: 'Rome' }) });
    const template = '{"messages": [{"role": "user", "content": "Where is {{ city }}?"}]}';
    const flags = ['--transform-input', template, '--transform-output', 'usage.total_tokens'];
    expect((await at.run([...batch.split(' '), ...flags])).code).toBe(0);
    expect(at.asked[0]).toEqual({ client_request_id: '1', ...message('Where is Rome?') });
    expect(at.lines()[0]).toMatchObject({ ok: true, response: 5 });
  });

  it('asks a custom model with the columns of a table, several rows in a call', async () => {
    const predictions: Reply = (body) =>
      answer(200, {
        predictions: (body['dataframe_records'] as { age: number }[]).map(({ age }) => age + 1),
      });
    const at = desk({ 'rows.csv': 'id,age,zip\nx,41,01234\ny,7,\nz,,5\n' }, predictions, '');
    const { code } = await at.run('--batch rows.csv --out out.jsonl --rows-per-call 2 --model-param k=1');
    expect(code).toBe(0);
    expect(at.asked[0]).toEqual({
      params: { k: 1 },
      dataframe_records: [
        { id: 'x', age: 41, zip: '01234' },
        { id: 'y', age: 7, zip: null },
      ],
    });
    expect(at.lines().map(({ id, response }) => [id, response])).toEqual([
      ['x', { predictions: [42] }],
      ['y', { predictions: [8] }],
      ['z', { predictions: [1] }],
    ]);
  });

  it('asks a chat model with the message column of a table, and its system column', async () => {
    const at = desk({ 'rows.tsv': 'id\tmessage\tsystem\ttopic\n1\t"say ""hi"""\tBe brief\tx\n2\t42\t\ty\n' });
    expect((await at.run('--batch rows.tsv --out out.jsonl --concurrency 1')).code).toBe(0);
    expect(at.asked.map(({ messages }) => messages)).toEqual([
      [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'say "hi"' },
      ],
      [{ role: 'user', content: '42' }],
    ]);
  });

  it('embeds many texts in a call', async () => {
    const vectors: Reply = ({ input }) =>
      answer(200, {
        data: (input as string[]).map((text, index) => ({ index, embedding: [text.length] })).reverse(),
        usage: { prompt_tokens: 4 },
      });
    const at = desk(
      { 'rows.jsonl': jsonl({ id: 1, input: 'a' }, { id: 2, input: 'bb' }, { input: 'ccc' }) },
      vectors,
      'llm/v1/embeddings',
    );
    expect((await at.run(`${batch} --rows-per-call 16`)).code).toBe(0);
    expect(at.asked).toEqual([{ input: ['a', 'bb', 'ccc'] }]);
    expect(at.lines()[1]).toMatchObject({ id: 2, response: { data: [{ index: 0, embedding: [2] }] } });
  });

  it('reads rows from a pipe', async () => {
    const at = desk({});
    const { code } = await at.run('--batch - --out out.jsonl', {
      stdin: [numbered(2), '\n', jsonl(message('x'))],
    });
    expect(code).toBe(0);
    expect(at.lines()).toHaveLength(3);
  });

  it('keeps what failed beside the answers, names the first of it, and ends with 1', async () => {
    const at = desk(
      { 'rows.jsonl': `${numbered(2)}{"id": \n[1]\n${jsonl({ id: 'last', ...message('bad') })}` },
      (body) =>
        JSON.stringify(body).includes('bad')
          ? answer(400, { error_code: 'BAD_REQUEST', message: 'no such thing' })
          : chat(body),
    );
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(1);
    expect(at.lines().map(({ ok, error }) => (ok ? 'ok' : error?.code))).toEqual([
      'ok',
      'ok',
      'INVALID_ROW',
      'INVALID_ROW',
      'BAD_REQUEST',
    ]);
    expect(stderr).toContain('row 4 (last): BAD_REQUEST: no such thing');
    expect(stderr).toContain('3 of 5 rows failed');
    expect(at.has('out.jsonl.journal')).toBe(false);
  });

  it('asks again with the rows that failed, and with no others', async () => {
    let isWell = false;
    const at = desk({ 'rows.jsonl': numbered(30) }, (body) =>
      !isWell && /row \d*7/.test(JSON.stringify(body))
        ? answer(500, { error_code: 'X', message: 'x' })
        : chat(body),
    );
    expect((await at.run(batch)).code).toBe(1);
    isWell = true;
    at.asked.length = 0;
    const { code, stderr } = await at.run(`${batch} --retry-errors`);
    expect({ code, asked: at.asked.length }).toEqual({ code: 0, asked: 3 });
    expect(at.lines().map(({ index, ok }) => [index, ok])).toEqual(
      [...Array(30).keys()].map((index) => [index, true]),
    );
    expect(stderr).toContain('30 rows, 30 answered, 0 failed (27 from earlier runs)');
    expect(at.has('out.jsonl.before')).toBe(false);
  });

  it('ends early once more rows have failed than may, and goes on when it is run again', async () => {
    const at = desk({ 'rows.jsonl': numbered(60) }, () => answer(500, { error_code: 'X', message: 'x' }));
    const { code, stderr } = await at.run(`${batch} --max-errors 2 --concurrency 1`);
    expect(code).toBe(1);
    expect(stderr).toContain('3 rows failed, more than --max-errors allows');
    expect(stderr).toContain('run the same command again to go on');
    expect(at.lines()).toHaveLength(3);
    expect((await at.run(`${batch} --concurrency 4`)).code).toBe(1);
    expect(at.lines()).toHaveLength(60);
    expect(at.asked).toHaveLength(60);
  });

  it('looks at a share of errors once there are enough rows', async () => {
    const at = desk({ 'rows.jsonl': numbered(300) }, () => answer(500, { error_code: 'X', message: 'x' }));
    expect((await at.run(`${batch} --max-errors 50% --concurrency 1`)).code).toBe(1);
    expect(at.lines()).toHaveLength(100);
  });

  it('waits out limits', async () => {
    let calls = 0;
    const at = desk({ 'rows.jsonl': numbered(20) }, (body) =>
      ++calls % 5 === 0
        ? answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'x' }, { 'retry-after': '7' })
        : chat(body),
    );
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(0);
    expect(stderr).toMatch(/[1-9] sent again/);
  });

  it('ends with 9 where the endpoint takes nothing for too long, and fails no row', async () => {
    const at = desk({ 'rows.jsonl': numbered(5) }, () =>
      answer(429, { message: 'enough' }, { 'retry-after': '30' }),
    );
    const { code, stderr } = await at.run(`${batch} --limit-budget 2m`);
    expect(code).toBe(9);
    expect(stderr).toContain('e takes nothing: enough');
    expect(at.read()).toBe('');
    expect(at.has('out.jsonl.journal')).toBe(true);
  });

  it('stops at what every row would meet', async () => {
    const at = desk({ 'rows.jsonl': numbered(500) }, () =>
      answer(403, { error_code: 'PERMISSION_DENIED', message: 'not yours' }),
    );
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(4);
    expect(stderr).toContain('not yours');
    expect(at.asked.length).toBeLessThan(100);
    expect(at.read()).toBe('');
  });

  it('writes what is under way when it is interrupted, says how to go on, and goes on', async () => {
    let interrupt = (): void => undefined;
    const at = desk({ 'rows.jsonl': numbered(50) }, (body) => {
      if (at.asked.length === 10) interrupt();
      return chat(body);
    });
    const { code, stderr } = await at.run(batch, {
      prepare: (host) => {
        interrupt = () => host.interruptWith('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('run the same command again to go on');
    const done = at.lines().length;
    expect(done).toBe(at.asked.length);
    expect(done).toBeLessThan(50);
    const again = await at.run(batch);
    expect(again.stderr).toContain(`going on after ${done} rows`);
    expect({ code: again.code, asked: at.asked.length, rows: at.lines().length }).toEqual({
      code: 0,
      asked: 50,
      rows: 50,
    });
  });
});

/** The files of a run of 6 rows that was killed: two lines and a half, rows 3 and 5 sent, 4 answered. */
function killed() {
  const at = desk({ 'rows.jsonl': numbered(40) });
  return at.run(batch, { prepare: (host) => host.interruptWith('SIGINT') }).then(() => {
    const line = (index: number) => `{"index":${index},"ok":true,"id":"r${index}","response":{"kept":true}}`;
    at.write('out.jsonl', `${line(0)}\n${line(1)}\n${line(2).slice(0, 20)}`);
    at.write('out.jsonl.journal', `${at.read('out.jsonl.journal')}s 0-5\na 4 ${line(4)}\nr 2\ns 6`);
    return at;
  });
}

describe('a batch that was killed', () => {
  it('sends no row again that may have been answered, and lists it', async () => {
    const at = await killed();
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(1);
    expect(stderr).toContain('rows 3, 5 (--retry-uncertain does)');
    expect(at.asked).toHaveLength(40 - 5);
    const lines = at.lines();
    expect(lines).toHaveLength(40);
    expect(lines.filter(({ ok }) => !ok).map(({ index, id, error }) => [index, id, error?.code])).toEqual([
      [3, 'r3', 'UNCERTAIN'],
      [5, 'r5', 'UNCERTAIN'],
    ]);
    expect(lines[4]?.response).toEqual({ kept: true });

    const retried = await at.run(`${batch} --retry-uncertain`);
    expect({ code: retried.code, asked: at.asked.length }).toEqual({ code: 0, asked: 37 });
    expect(at.lines().every(({ ok }) => ok)).toBe(true);
  });

  it('sends them again where that is asked for', async () => {
    const at = await killed();
    const { code } = await at.run(`${batch} --retry-uncertain`);
    expect({ code, asked: at.asked.length }).toEqual({ code: 0, asked: 37 });
    expect(at.lines()[5]).toMatchObject({ index: 5, ok: true, id: 'r5' });
  });

  it.each([
    ['other rows', (at: Awaited<ReturnType<typeof killed>>) => at.write('rows.jsonl', numbered(41)), batch],
    ['other flags', () => undefined, `${batch} --max-tokens 3`],
  ])('is not gone on with by %s', async (what, change, flags) => {
    const at = await killed();
    change(at);
    const before = at.read();
    const { code, stderr } = await at.run(flags);
    expect(code).toBe(2);
    expect(stderr).toContain(`a run with ${what}`);
    expect(at.asked).toEqual([]);
    expect(at.read()).toBe(before);
  });

  it('counts what it has written, and not what it has read ahead', async () => {
    const rows = `${numbered(10)}not JSON\n${numbered(10)}`;
    const at = desk({ 'rows.jsonl': rows }, (body) =>
      at.asked.length > 3 ? answer(403, { error_code: 'PERMISSION_DENIED', message: 'no more' }) : chat(body),
    );
    const { code, stdout } = await at.run(`${batch} -o json --concurrency 1`);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, rows: 3, ok: 3, errors: 0 });
  });

  it('is gone on with whatever its concurrency', async () => {
    const at = await killed();
    expect((await at.run(`${batch} --concurrency 2 --retry-uncertain`)).code).toBe(0);
  });

  it('is refused where its journal is damaged', async () => {
    const at = await killed();
    at.write('out.jsonl.journal', at.read('out.jsonl.journal').replace('s 0-5', '\0\0\0'));
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(2);
    expect(stderr).toMatch(/line \d of the journal cannot be read/);
  });

  it('in its second pass loses none of the answers of the first', async () => {
    const at = desk({ 'rows.jsonl': numbered(20) }, (body) =>
      /row 1\d/.test(JSON.stringify(body)) ? answer(500, { error_code: 'X', message: 'x' }) : chat(body),
    );
    await at.run(batch);
    const first = at.read();
    await at.run(`${batch} --retry-errors`, { prepare: (host) => host.interruptWith('SIGINT') });
    expect(at.read('out.jsonl.before')).toBe(first);
    // As if it had been killed before the answers were put aside.
    const { renameSync, rmSync } = await import('node:fs');
    rmSync(join(at.cwd, 'out.jsonl'));
    renameSync(join(at.cwd, 'out.jsonl.before'), join(at.cwd, 'out.jsonl'));
    at.asked.length = 0;
    expect((await at.run(batch)).code).toBe(1);
    expect(at.asked).toHaveLength(10);
    expect(at.lines().map(({ index, ok }) => [index, ok])).toEqual(
      [...Array(20).keys()].map((index) => [index, index < 10]),
    );
  });
});

describe('predict --batch refuses', () => {
  it.each([
    ['--batch rows.jsonl', '--batch needs a file for its answers'],
    ['--out out.jsonl', 'are for --batch'],
    ['--batch rows.jsonl --out rows.jsonl', 'are one file'],
    ['--batch none.jsonl --out out.jsonl', 'there is no file none.jsonl'],
    ['--batch rows.json --out out.jsonl', 'one JSON value'],
    ['--batch rows.jsonl --out theirs.txt', 'theirs.txt is there'],
    [
      '--batch rows.jsonl --out theirs.txt --retry-errors',
      'line 1 of theirs.txt is no answer of this command',
    ],
    ['--batch rows.jsonl --out out.jsonl --retry-errors', 'there is no out.jsonl'],
    ['--batch rows.jsonl --out out.jsonl --stream', 'cannot be used with'],
    ['--batch rows.jsonl --out out.jsonl --message x', 'cannot be used with'],
    ['--batch rows.jsonl --out out.jsonl --max-errors x', "--max-errors does not take 'x'"],
    ['--batch rows.jsonl --out none/out.jsonl', 'none/out.jsonl could not be written'],
    ['--batch twice.csv --out out.jsonl', "two columns of twice.csv have the name 'a'"],
    ['--batch open.csv --out out.jsonl', 'open.csv is no CSV'],
    ['--batch chat.jsonl --out out.jsonl --model-param k=1', 'a chat takes no --model-param'],
  ])('%s', async (flags, expected) => {
    const at = desk({
      'rows.jsonl': numbered(1),
      'chat.jsonl': numbered(1),
      'rows.json': '[]',
      'theirs.txt': 'dear diary\n',
      'twice.csv': 'a,a\n1,2\n',
      'open.csv': 'a\n"x\n',
    });
    const { code, stderr } = await at.run(flags);
    expect({ code, asked: at.asked.length }).toEqual({
      code: expected.includes('written') ? 1 : 2,
      asked: 0,
    });
    expect(stderr).toContain(expected);
    expect(at.read('theirs.txt')).toBe('dear diary\n');
  });

  it('a second run on the same file at the same time', async () => {
    let release = (): void => undefined;
    const started = new Promise<void>((begun) => {
      release = begun;
    });
    let finish = (): void => undefined;
    const at = desk({ 'rows.jsonl': numbered(1) }, async (body) => {
      release();
      await new Promise<void>((resolve) => (finish = resolve));
      return chat(body);
    });
    const first = at.run(batch);
    await started;
    const { code, stderr } = await at.run(batch);
    expect(code).toBe(6);
    expect(stderr).toContain('another run writes to out.jsonl');
    finish();
    expect((await first).code).toBe(0);
  });
});
