import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'servectl-transform-'));
afterAll(() => rmSync(folder, { recursive: true }));

// The bundle is CommonJS, whose own way to load a module does not take all of these on Node 20.
test.each([
  ['an ES module', 'up.mjs', 'export const up = (said) => said.toUpperCase();'],
  ['an ES module that awaits', 'up.mjs', 'await null; export const up = (said) => said.toUpperCase();'],
  ['a CommonJS module', 'up.cjs', 'module.exports = { up: (said) => said.toUpperCase() };'],
])("the built program calls a function of %s, by a path from the user's folder", (_, file, text) => {
  writeFileSync(join(folder, file), text);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      join(process.cwd(), 'bin/servectl.js'),
      ...['endpoints', 'predict', 'local-echo', '--as', 'llm', '--prompt', 'ping'],
      ...['--transform-output', `./${file}#up`],
    ],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], SERVECTL_TARGET: 'local::memory:' } },
  );
  expect({ stdout, stderr: stderr.replace(/^.*ExperimentalWarning.*\n.*\n/, ''), status }).toEqual({
    stdout: 'PING\n',
    stderr: '',
    status: 0,
  });
});
