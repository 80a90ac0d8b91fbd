// Measures streams: what reading chunks costs beside other clients, and how much later than `curl -N` a chunk is printed.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { median } from './pair.mjs';

const root = new URL('..', import.meta.url).pathname;
const servectl = join(root, 'bin/servectl.js');
const rounds = Number(process.env['BENCH_PAIRS'] ?? 7);
const programs = join(root, 'bench/programs');

/** Where `npm run test:interop` installs other clients. */
const installed = join(root, '.interop');
const openaiNode = join(installed, 'javascript/node_modules/openai');
const python = join(installed, 'current/bin/python');

console.log(`\nNode ${process.versions.node}: medians of ${rounds} rounds`);
console.table(await rates());
console.table(await delays());

/** Chunks per second of one long stream, each client in a process of its own, asked after a warm-up. */
async function rates() {
  const chunks = 50_000;
  const server = await startStreams(chunks);
  /** @type {[string, string[] | undefined][]} */
  const clients = [
    ['bare undici, JSON.parse', [process.execPath, join(programs, 'bare-stream.mjs')]],
    ['servectl', [process.execPath, join(programs, 'servectl-stream.mjs')]],
    [
      'openai-node',
      existsSync(openaiNode)
        ? [process.execPath, join(programs, 'openai-stream.mjs'), openaiNode]
        : undefined,
    ],
    ['openai-python', existsSync(python) ? [python, join(programs, 'openai_stream.py')] : undefined],
  ];
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const [label, command] of clients) {
      // The slow ones set no ratio's precision; a round of openai-python takes as long as all others together.
      if (command === undefined || (label === 'openai-python' && round >= 3)) continue;
      found.set(label, [...(found.get(label) ?? []), await rateOf(command, server.env, chunks)]);
    }
  }
  server.close();
  const rate = (/** @type {string} */ label) => median(found.get(label) ?? []);
  const ours = rate('servectl');
  /** @type {Record<string, string>} */
  const goals = { 'openai-node': '≥ 1.5', 'openai-python': '≥ 12' };
  return Object.fromEntries(
    clients.map(([label, command]) => [
      label,
      command === undefined
        ? { 'chunks/s': 'not installed: npm run test:interop' }
        : {
            'chunks/s': Math.round(rate(label)),
            'servectl against it': (ours / rate(label)).toFixed(2),
            goal: goals[label] ?? '',
          },
    ]),
  );
}

/** @param {string[]} command @param {Record<string, string>} env @param {number} expected */
async function rateOf([program = '', ...args], env, expected) {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout) text += String(piece);
  const { chunks, ms } = JSON.parse(text);
  if (chunks < expected)
    throw new Error(`${program} ${args.join(' ')} read ${String(chunks)} chunks of ${expected}`);
  return chunks / (ms / 1000);
}

/** How long after it was sent each chunk has left `curl -N`, and `predict --stream`, through a pipe. */
async function delays() {
  if (spawnSync('curl', ['--version']).status !== 0) return { 'curl is not here': {} };
  /** @type {number[]} */
  const sent = [];
  const count = 200;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    let at = 0;
    const timer = setInterval(() => {
      if (at === count) {
        clearInterval(timer);
        response.end('data: [DONE]\n\n');
        return;
      }
      sent[at] = performance.now();
      response.write(frame(`<${at}>`, at === count - 1 ? 'stop' : null));
      at += 1;
    }, 4);
  });
  const host = await listening(server);
  const url = `${host}/serving-endpoints/chat/invocations`;
  const env = {
    DATABRICKS_HOST: host,
    DATABRICKS_TOKEN: 'bench',
    HOME: '/nonexistent',
    PATH: process.env['PATH'] ?? '',
  };
  /** @param {string} program @param {string[]} args */
  const delaysOf = async (program, args) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    /** @type {number[]} */
    const found = [];
    for await (const piece of child.stdout) {
      const now = performance.now();
      for (const [, index] of String(piece).matchAll(/<(\d+)>/g))
        found.push(now - (sent[Number(index)] ?? NaN));
    }
    if (found.length !== count) throw new Error(`${program} printed ${found.length} chunks of ${count}`);
    // What comes first waits for code that is run for the first time.
    return found.slice(20).sort((a, b) => a - b);
  };
  /** @type {number[][]} */
  const ours = [];
  /** @type {number[][]} */
  const curl = [];
  const prompt = ['endpoints', 'predict', 'chat', '--prompt', 'x', '--stream'];
  for (let round = 0; round < rounds; round++) {
    curl.push(await delaysOf('curl', ['-sN', '-d', '{}', url]));
    ours.push(await delaysOf(process.execPath, [servectl, ...prompt]));
  }
  server.close();
  const row = (/** @type {number} */ share, /** @type {string} */ goal) => {
    const at = (/** @type {number[][]} */ runs) =>
      median(runs.map((run) => run[Math.floor(run.length * share)] ?? NaN));
    const [a, b] = [at(ours), at(curl)];
    const figure = (/** @type {number} */ ms) => `${ms.toFixed(2)} ms`;
    return { servectl: figure(a), 'curl -N': figure(b), added: figure(a - b), goal };
  };
  return { 'delay of a chunk, p50': row(0.5, '≤ 0.40 ms'), 'delay of a chunk, p95': row(0.95, '') };
}

/** Answers every request with the same stream, as fast as it is read. @param {number} count */
async function startStreams(count) {
  const program = join(root, 'bench/stream-server.mjs');
  const child = spawn(process.execPath, [program, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const host = await new Promise((resolve) =>
    child.stdout.once('data', (line) => resolve(String(line).trim())),
  );
  return { env: { DATABRICKS_HOST: String(host), DATABRICKS_TOKEN: 'bench' }, close: () => child.kill() };
}

/** @param {string} content @param {string | null} reason */
function frame(content, reason) {
  const choices = [{ index: 0, delta: { role: 'assistant', content }, finish_reason: reason }];
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1763600000, model: 'm', choices })}\n\n`;
}

/** @param {import('node:http').Server} server @returns {Promise<string>} */
function listening(server) {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${String(address && typeof address === 'object' ? address.port : 0)}`);
    }),
  );
}
