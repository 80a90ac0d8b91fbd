// Measures batches: rows per second beside a bare pool and OpenAI's clients, and what ten times the rows take of memory.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, run } from './pair.mjs';
import { startAnswers, writeRows } from './batch-rows.mjs';

const root = new URL('..', import.meta.url).pathname;
const servectl = join(root, 'bin/servectl.js');
const programs = join(root, 'bench/programs');
const rounds = Number(process.env['BENCH_PAIRS'] ?? 5);
const concurrency = 32;

/** Where `npm run test:interop` installs other clients. */
const openaiNode = join(root, '.interop/javascript/node_modules/openai');
const python = join(root, '.interop/current/bin/python');

const folder = mkdtempSync(join(tmpdir(), 'servectl-bench-'));
const rows = join(folder, 'rows.jsonl');
const many = join(folder, 'many.jsonl');

try {
  await writeRows(rows, 40_000);
  console.log(
    `\nNode ${process.versions.node}: medians of ${rounds} rounds, ${concurrency} calls at a time, rows/s`,
  );
  console.table({ ...(await rates(0, 40_000)), ...(await rates(20, 8_000)) });
  await writeRows(many, 200_000);
  console.table(await memory());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Rows per second against a server that answers after `delay` milliseconds, each client in a process of its own.
 * @param {number} delay @param {number} count
 */
async function rates(delay, count) {
  const server = await startAnswers(delay);
  /** @type {Record<string, { command: string[] | undefined, goal: string }>} */
  const clients = {
    servectl: { command: [], goal: '' },
    'bare undici pool': {
      command: [process.execPath, join(programs, 'bare-batch.mjs'), rows, String(count), String(concurrency)],
      goal: delay === 0 ? '≥ 0.50' : '≥ 0.90',
    },
  };
  if (delay === 0) {
    // They are slow: fewer rows give as good a rate.
    const few = [rows, '2000', String(concurrency)];
    clients['openai-node'] = {
      command: existsSync(openaiNode)
        ? [process.execPath, join(programs, 'openai-batch.mjs'), ...few, openaiNode]
        : undefined,
      goal: '≥ 6',
    };
    clients['openai-python, async'] = {
      command: existsSync(python) ? [python, join(programs, 'openai_batch.py'), ...few] : undefined,
      goal: '≥ 6',
    };
  }
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const [label, { command }] of Object.entries(clients)) {
      if (command === undefined) continue;
      const rate = label === 'servectl' ? await ours(server.env, count) : await rateOf(command, server.env);
      found.set(label, [...(found.get(label) ?? []), rate]);
    }
  }
  server.close();
  const mine = found.get('servectl') ?? [];
  const when = delay === 0 ? 'answered at once' : `answered after ${delay} ms`;
  return Object.fromEntries(
    Object.entries(clients).map(([label, { goal }]) => {
      const theirs = found.get(label);
      if (!theirs) return [`${when}: ${label}`, { 'rows/s': 'not installed: npm run test:interop' }];
      // Round by round, so that a machine whose speed drifts slows both alike.
      const ratio = median(theirs.map((rate, at) => (mine[at] ?? NaN) / rate));
      const against = label === 'servectl' ? {} : { 'servectl against it': ratio.toFixed(2), goal };
      return [`${when}: ${label}`, { 'rows/s': Math.round(median(theirs)), ...against }];
    }),
  );
}

/** @param {Record<string, string>} env @param {number} count */
async function ours(env, count) {
  const out = join(folder, 'answers.jsonl');
  const input = count === 40_000 ? rows : join(folder, `${count}.jsonl`);
  if (!existsSync(input)) await writeRows(input, count);
  rmSync(out, { force: true });
  const summary = JSON.parse(await output([process.execPath, ...batch(input, out)], env));
  if (summary.ok !== count) throw new Error(`servectl answered ${summary.ok} rows of ${count}`);
  return count / (summary.elapsed_ms / 1000);
}

/** @param {string[]} command @param {Record<string, string>} env */
async function rateOf(command, env) {
  const { rows: asked, ms } = JSON.parse(await output(command, env));
  return asked / (ms / 1000);
}

/** @param {string} input @param {string} out */
function batch(input, out) {
  const files = ['--batch', input, '--out', out];
  return [
    servectl,
    'endpoints',
    'predict',
    'chat',
    ...files,
    '--concurrency',
    String(concurrency),
    '-q',
    '-o',
    'json',
  ];
}

/** @param {string[]} command @param {Record<string, string>} env */
async function output([program = '', ...args], env) {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout) text += String(piece);
  return text;
}

/** Peak memory with 200,000 rows against that with 20,000. */
async function memory() {
  const server = await startAnswers(0);
  const few = join(folder, 'few.jsonl');
  await writeRows(few, 20_000);
  /** @param {string} input */
  const peak = async (input) => {
    const out = join(folder, 'peak.jsonl');
    rmSync(out, { force: true });
    const { peakKb, code } = await run(
      { node: process.execPath, args: batch(input, out), env: server.env },
      true,
    );
    if (code !== 0) throw new Error(`exit code ${String(code)}`);
    return peakKb / 1024;
  };
  /** @type {{ few: number, many: number }[]} */
  const peaks = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    peaks.push({ few: await peak(few), many: await peak(many) });
  }
  server.close();
  const figure = (/** @type {number[]} */ values) => `${median(values).toFixed(0)} MB`;
  return {
    'peak memory, 200,000 rows against 20,000': {
      ratio: median(peaks.map((pair) => pair.many / pair.few)).toFixed(2),
      goal: '≤ 1.15',
      '200,000': figure(peaks.map((pair) => pair.many)),
      '20,000': figure(peaks.map((pair) => pair.few)),
    },
  };
}
