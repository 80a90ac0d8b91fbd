import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const bin = new URL('../../bin/servectl.js', import.meta.url).pathname;

const start = (...argv: readonly string[]) =>
  spawn(process.execPath, [bin, '--target', 'local::memory:', ...argv], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', DATABRICKS_CONFIG_PROFILE: 'other' },
  });

const ended = async (child: ChildProcess): Promise<number | null> => {
  await once(child, 'close');
  return child.exitCode;
};

/** What it prints first; it must not end before. */
const firstOutput = (child: ReturnType<typeof start>): Promise<string> =>
  Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    ended(child).then((code) => {
      throw new Error(`it ended with ${String(code)} and printed nothing`);
    }),
  ]);

describe('local serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints its lines once it listens, and ends with 0 at %s', async (signal) => {
    const child = start('local', 'serve', '--port', '0');
    const lines = await firstOutput(child);
    const [, host = '', token = ''] =
      /^DATABRICKS_HOST=(.*)\nDATABRICKS_TOKEN=(.*)\n$/.exec(lines) ?? [];
    const answer = await fetch(`${host}/api/2.0/serving-endpoints`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    child.kill(signal);
    expect(await ended(child)).toBe(0);
    await expect(fetch(host)).rejects.toThrow();
  });

  it('lets an answer under way end before it stops', async () => {
    const child = start('local', 'serve', '--port', '0');
    const lines = await firstOutput(child);
    const { DATABRICKS_HOST = '', DATABRICKS_TOKEN = '' } = Object.fromEntries(
      lines.trimEnd().split('\n').map((line) => line.split('=') as [string, string]),
    );
    const answer = await fetch(`${DATABRICKS_HOST}/serving-endpoints/local-echo/invocations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${DATABRICKS_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'word '.repeat(2_000) }], stream: true }),
    });
    child.kill('SIGTERM');
    expect(await answer.text()).toMatch(/data: \[DONE\]\n\n$/);
    expect(await ended(child)).toBe(0);
  });
});

describe('local exec', () => {
  it('runs a command that finds the workspace, and this one alone, and passes its exit code on', async () => {
    const script = `
      const { DATABRICKS_HOST, DATABRICKS_TOKEN, DATABRICKS_CONFIG_PROFILE } = process.env;
      fetch(DATABRICKS_HOST + '/api/2.0/serving-endpoints', { headers: { authorization: 'Bearer ' + DATABRICKS_TOKEN } })
        .then((answer) => answer.json())
        .then(({ endpoints }) => {
          console.log(endpoints.map(({ name }) => name).join(), DATABRICKS_CONFIG_PROFILE);
          process.exitCode = 7;
        });`;
    const child = start('local', 'exec', '--', process.execPath, '-e', script);
    const [code, output] = await Promise.all([ended(child), readAll(child.stdout)]);
    expect({ code, output }).toEqual({ code: 7, output: 'local-echo,local-embed undefined\n' });
  });

  it('passes a signal on, and ends as the command does', async () => {
    const script = `process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)`;
    const child = start('local', 'exec', '--', process.execPath, '-e', script);
    await firstOutput(child);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(9);
  });

  it('ends with 128 and the number of the signal that ended the command', async () => {
    const child = start('local', 'exec', '--', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")');
    expect(await ended(child)).toBe(137);
  });

  it('ends with 2 where there is no such command', async () => {
    const child = start('local', 'exec', '--', 'no-such-command');
    const [code, notes] = await Promise.all([ended(child), readAll(child.stderr)]);
    expect(code).toBe(2);
    expect(notes).toContain('there is no such command');
  });
});
