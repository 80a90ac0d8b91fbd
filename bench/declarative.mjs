// Measures diff and apply as whole processes, against bare undici programs that make the same requests to the same server.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { parseAllDocuments } from 'yaml';
import { asDocuments } from './endpoints.mjs';
import { compare, median, run } from './pair.mjs';

const root = new URL('..', import.meta.url).pathname;
const node = process.execPath;
const servectl = join(root, 'bin/servectl.js');
const pairs = Number(process.env['BENCH_PAIRS'] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'servectl-bench-'));
const rows = [];

try {
  for (const name of ['bare-reads', 'bare-creates']) {
    await build({
      entryPoints: [join(root, `bench/programs/${name}.mjs`)],
      outfile: join(folder, `${name}.mjs`),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
    });
  }
  rows.push(await diffOfLive(200, 10), await applyOfNew(500));
  for (const count of [100, 1_000, 10_000]) rows.push(await validation(count));
  console.log(`\nNode ${process.versions.node}: medians of ${pairs} pairs`);
  console.table(Object.fromEntries(rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `diff` of endpoints that are there, from a server that takes its time for each answer. @param {number} count @param {number} latency */
async function diffOfLive(count, latency) {
  const text = asDocuments(count);
  const file = join(folder, 'live.yaml');
  writeFileSync(file, text);
  const server = await slowWorkspace(text, latency);
  const env = server.env;
  const diff = { node, args: [servectl, 'diff', '-f', file, '--exit-code', '-q'], env };
  const bare = { node, args: [join(folder, 'bare-reads.mjs'), String(count), '50'], env };
  const result = await compare(diff, bare, { pairs });
  const { peakKb } = await run(diff, true);
  server.close();
  return row(`diff of ${count} live endpoints, ${latency} ms each`, result, 2, peakKb);
}

/** `apply` of endpoints that aren't there, to a workspace that is new for each run. @param {number} count */
async function applyOfNew(count) {
  const text = asDocuments(count);
  const manifest = join(folder, 'new.yaml');
  const bodies = join(folder, 'new.json');
  writeFileSync(manifest, text);
  writeFileSync(bodies, JSON.stringify(parseAllDocuments(text).map((document) => document.toJS())));
  const apply = [servectl, 'apply', '-f', manifest, '-q', '--yes', '--write-budget', 'off', '--no-preflight'];
  const bare = [join(folder, 'bare-creates.mjs'), bodies, '8'];
  /** @type {{ a: number, b: number }[]} */
  const measured = [];
  let peakKb = 0;
  for (let i = 0; i <= pairs; i++) {
    const a = await onNewWorkspace(apply, i);
    const b = await onNewWorkspace(bare, i);
    // The first pair warms the file cache.
    if (i > 0) measured.push({ a: a.ms, b: b.ms });
    else peakKb = a.peakKb;
  }
  const figures = (/** @type {'a' | 'b'} */ side) => median(measured.map((pair) => pair[side]));
  const ratio = median(measured.map(({ a, b }) => a / b));
  return row(`apply of ${count} new endpoints`, { ratio, a: figures('a'), b: figures('b') }, 3, peakKb);
}

/** @param {string[]} args @param {number} i */
async function onNewWorkspace(args, i) {
  const file = join(folder, `workspace-${i}-${Math.random()}.db`);
  const server = spawn(node, [servectl, 'local', 'serve', '--port', '0', '-t', `local:${file}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  /** @type {Record<string, string>} */
  const env = {};
  for await (const line of createInterface({ input: server.stdout })) {
    const [name = '', value = ''] = line.split('=');
    env[name] = value;
    if (env['DATABRICKS_HOST'] && env['DATABRICKS_TOKEN']) break;
  }
  const result = await run({ node, args, env }, i === 0);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  if (result.code !== 0) throw new Error(`exit code ${String(result.code)}: ${args.join(' ')}`);
  return result;
}

/** `validate` as a whole process: how its cost grows. @param {number} count */
async function validation(count) {
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, asDocuments(count));
  const program = { node, args: [servectl, 'validate', '-f', file, '-q'] };
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push((await run(program)).ms);
  const { peakKb } = await run(program, true);
  const ms = median(runs);
  return [
    `validate ${count} documents`,
    {
      servectl: `${ms.toFixed(0)} ms`,
      each: `${(ms / count).toFixed(2)} ms`,
      'peak memory': megabytes(peakKb),
    },
  ];
}

/** @param {string} label @param {{ ratio: number, a: number, b: number }} result @param {number} goal @param {number} peakKb */
function row(label, { ratio, a, b }, goal, peakKb) {
  return [
    label,
    {
      ratio: ratio.toFixed(2),
      goal: `≤ ${goal}`,
      servectl: `${a.toFixed(0)} ms`,
      bare: `${b.toFixed(0)} ms`,
      'peak memory': megabytes(peakKb),
    },
  ];
}

/** @param {number} kilobytes */
function megabytes(kilobytes) {
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}

/** Answers each GET of an endpoint as a workspace does that has it, after `latency` milliseconds. @param {string} text @param {number} latency */
async function slowWorkspace(text, latency) {
  const answers = new Map(
    parseAllDocuments(text).map((document) => {
      const { name, config, ...rest } = document.toJS();
      const state = { ready: 'READY', config_update: 'NOT_UPDATING' };
      const answer = {
        name,
        id: name,
        description: '',
        config: { ...config, config_version: 1 },
        state,
        ...rest,
      };
      return [`/api/2.0/serving-endpoints/${name}`, JSON.stringify(answer)];
    }),
  );
  answers.set('/api/2.0/secrets/list?scope=llm', JSON.stringify({ secrets: [{ key: 'openai-api-key' }] }));
  answers.set('/api/2.0/secrets/scopes/list', JSON.stringify({ scopes: [{ name: 'llm' }] }));
  answers.set('/api/2.0/preview/scim/v2/Me', JSON.stringify({ userName: 'bench@example.com' }));
  const server = createServer((request, response) => {
    const body = answers.get(request.url ?? '');
    setTimeout(() => {
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(body ?? JSON.stringify({ error_code: 'RESOURCE_DOES_NOT_EXIST', message: request.url }));
    }, latency);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    env: { DATABRICKS_HOST: `http://127.0.0.1:${port}`, DATABRICKS_TOKEN: 'bench' },
    close: () => server.close(),
  };
}
