import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { json, startServer, type TestServer } from '../helpers/http-server.ts';

const bin = new URL('../../bin/servectl.js', import.meta.url).pathname;

const start = (server: TestServer, ...argv: readonly string[]) =>
  spawn(process.execPath, [bin, ...argv], {
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      DATABRICKS_HOST: server.origin,
      DATABRICKS_TOKEN: 'dapi0123456789abcdef0123456789abcdef',
    },
  });

const ended = async (child: ChildProcess): Promise<number | null> => {
  await once(child, 'close');
  return child.exitCode;
};

const rows = Array.from({ length: 20_000 }, (_, index) => ({ name: `endpoint-${index}` }));

it('writes a long result into a pipe to its end before it exits', async () => {
  await using server = await startServer(json(200, { endpoints: rows }));
  const child = start(server, 'endpoints', 'list', '-o', 'json');
  const [code, output] = await Promise.all([ended(child), readAll(child.stdout)]);
  expect(code).toBe(0);
  expect(JSON.parse(output)).toEqual(rows);
});

it('ends quietly with 0 where the reader of its output has gone', async () => {
  await using server = await startServer(json(200, { endpoints: rows }));
  const child = start(server, 'endpoints', 'list', '-o', 'json');
  child.stdout.once('data', () => child.stdout.destroy());
  const [code, notes] = await Promise.all([ended(child), readAll(child.stderr)]);
  expect({ code, notes }).toEqual({ code: 0, notes: '' });
});

const deploying = json(200, { name: 'chat', state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' } });

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('stops waiting at %s, says what goes on, and exits with %i', async (signal, expected) => {
  await using server = await startServer(deploying);
  const child = start(server, 'endpoints', 'wait', 'chat');
  let notes = '';
  let sent = false;
  child.stderr.on('data', (chunk: Buffer) => {
    notes += chunk.toString();
    if (!sent && notes.includes('is updating')) {
      sent = true;
      child.kill(signal);
    }
  });
  expect(await ended(child)).toBe(expected);
  expect(notes).toContain('the deployment goes on: servectl endpoints wait chat\n');
  expect(notes).not.toMatch(/^ +at /m);
});

it('never sees an env file that is missing: Node itself looks for it, and says so', async () => {
  await using server = await startServer(json(200, {}));
  const child = start(server, 'endpoints', 'list', '--env-file', 'nosuch.env');
  const [code, notes] = await Promise.all([ended(child), readAll(child.stderr)]);
  expect(code).toBe(9);
  expect(notes).toMatch(/node: nosuch\.env: not found\n$/);
});
