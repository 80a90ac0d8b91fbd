// The main job, end to end, on an embedded workspace in a temporary file: each command is echoed, then run for real.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'servectl-tour-'));

/** @type {{ args: string, input?: string }[]} */
const steps = [
  { args: 'secrets create-scope llm' },
  { args: 'secrets put llm openai-api-key', input: 'sk-test' },
  { args: 'endpoints create -f examples/chat.yaml' },
  { args: 'endpoints list' },
  { args: 'endpoints predict local-echo --message hello --stream' },
  { args: 'endpoints update chat -f examples/rate-limits.yaml' },
  { args: 'endpoints delete chat --yes' },
];

try {
  for (const { args, input } of steps) {
    process.stdout.write(`\n$ ${input === undefined ? '' : `printf ${input} | `}servectl ${args}\n`);
    const { status } = spawnSync(process.execPath, [join(root, 'bin/servectl.js'), ...args.split(' ')], {
      cwd: root,
      env: { ...process.env, SERVECTL_TARGET: `local:${join(folder, 'workspace.db')}` },
      stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
      ...(input === undefined ? {} : { input }),
    });
    if (status !== 0) {
      process.stdout.write(`\nthe tour stopped: exit code ${String(status)}\n`);
      process.exitCode = 1;
      break;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
