import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startServer } from '../helpers/http-server.ts';

const rows = 150;
const program = resolve('bin/servectl.js');

interface Line {
  readonly index: number;
  readonly ok: boolean;
  readonly error?: { readonly code: string };
}

/** A folder with rows, and a model that answers them slowly and out of their order. */
async function bench() {
  const cwd = mkdtempSync(join(tmpdir(), 'servectl-batch-kill-'));
  const bodies = [...Array(rows).keys()].map((row) => ({ id: row, messages: [{ role: 'user', content: `${row}` }] }));
  writeFileSync(join(cwd, 'rows.jsonl'), bodies.map((body) => `${JSON.stringify(body)}\n`).join(''));
  /** How often each row came. */
  const taken = new Map<number, number>();
  let onRequest: (count: number) => void = () => undefined;
  let count = 0;
  const server = await startServer(({ body }, response) => {
    const row = Number((JSON.parse(body) as { messages: { content: string }[] }).messages[0]?.content);
    taken.set(row, (taken.get(row) ?? 0) + 1);
    onRequest(++count);
    const delay = (row * 7) % 4;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { content: `answer ${row}` } }] }));
    }, delay);
  });
  const run = async (flags: readonly string[], killAt?: number) => {
    const words = ['endpoints', 'predict', 'chat', '--batch', 'rows.jsonl', '--out', 'out.jsonl', ...flags];
    const child = spawn(process.execPath, [program, ...words], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: 't' },
    });
    onRequest = (at) => {
      if (killAt !== undefined && at >= killAt) child.kill('SIGKILL');
    };
    const [[code, signal], stderr] = await Promise.all([
      once(child, 'exit') as Promise<[number | null, string | null]>,
      text(child.stderr),
    ]);
    return { code, signal, stderr };
  };
  const lines = (): readonly Line[] =>
    readFileSync(join(cwd, 'out.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  return { taken, run, lines, [Symbol.asyncDispose]: () => server.close() };
}

describe('a batch that is killed', () => {
  it.each([1, 12, 77, rows])('at its request %i asks no row twice that may have been answered', async (killAt) => {
    await using model = await bench();
    const { taken, run, lines } = model;
    expect(await run([], killAt)).toMatchObject({ signal: 'SIGKILL' });
    const resumed = await run([]);
    expect(resumed.code === 0 || resumed.code === 1, resumed.stderr).toBe(true);
    const found = lines();
    expect(found.map(({ index }) => index)).toEqual([...Array(rows).keys()]);
    const uncertain = found.filter(({ ok }) => !ok);
    // At most what was under way.
    expect(uncertain.length).toBeLessThanOrEqual(64);
    for (const { error } of uncertain) expect(error?.code).toBe('UNCERTAIN');
    for (const { index, ok } of found) if (ok) expect({ index, taken: taken.get(index) }).toEqual({ index, taken: 1 });
    expect(resumed.code).toBe(uncertain.length === 0 ? 0 : 1);

    const retried = await run(['--retry-uncertain']);
    expect(retried).toMatchObject({ code: 0 });
    expect(lines().every(({ ok }) => ok)).toBe(true);
    for (const { index } of uncertain) expect(taken.get(index) ?? 0).toBeLessThanOrEqual(2);
  });

  it('and killed again while it goes on, comes to its end', async () => {
    await using model = await bench();
    const { taken, run, lines } = model;
    for (const killAt of [9, 30, 31, 80, 140]) {
      expect(await run(['--retry-uncertain'], killAt)).toMatchObject({ signal: 'SIGKILL' });
    }
    expect(await run(['--retry-uncertain'])).toMatchObject({ code: 0 });
    expect(lines().map(({ index, ok }) => [index, ok])).toEqual([...Array(rows).keys()].map((index) => [index, true]));
    expect([...taken.keys()]).toHaveLength(rows);
  });
});
