// Measures what the README states: ratios of whole processes, medians of pairs in one run, on each Node at hand.
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asDocuments } from './endpoints.mjs';
import { compare } from './pair.mjs';
import { runtimes } from './runtimes.mjs';
import { startServer } from './workspace-server.mjs';

const root = new URL('..', import.meta.url).pathname;
const servectl = join(root, 'bin/servectl.js');
const pairs = Number(process.env['BENCH_PAIRS'] ?? 31);
const folder = mkdtempSync(join(tmpdir(), 'servectl-bench-'));
const server = await startServer(10);

try {
  const smallest = join(folder, 'smallest.mjs');
  await build({
    entryPoints: [join(root, 'bench/programs/smallest.mjs')],
    outfile: smallest,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
  });
  const manifest = join(folder, 'ten.yaml');
  writeFileSync(manifest, asDocuments(10));

  for (const { label, node } of runtimes()) {
    const bare = { node, args: ['-e', '0'] };
    const list = { node, args: [servectl, 'endpoints', 'list', '-o', 'json'], env: server.env };
    const rows = [
      await row('--version', { node, args: [servectl, '--version'] }, bare, 1.15),
      await row('--help', { node, args: [servectl, '--help'] }, bare, 1.4),
      await row(
        'validate 10 endpoints',
        { node, args: [servectl, 'validate', '-q', '-f', manifest] },
        bare,
        2.2,
      ),
      await row('endpoints list -o json', list, bare, 2.6),
      await row(
        '  … against the smallest undici program',
        list,
        { node, args: [smallest], env: server.env },
        1.35,
      ),
      await row('  … peak memory', list, bare, 1.7, true),
    ];
    // Node reads that file at every start: with it a bare start takes more than twice as long.
    const certificates = process.env['NODE_EXTRA_CA_CERTS'] ? 'with' : 'without';
    console.log(
      `\n${label}, ${certificates} NODE_EXTRA_CA_CERTS: medians of ${pairs} pairs, against \`node -e 0\` unless said otherwise`,
    );
    console.table(Object.fromEntries(rows));
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} label
 * @param {import('./pair.mjs').Program} a
 * @param {import('./pair.mjs').Program} b
 * @param {number} goal
 */
async function row(label, a, b, goal, memory = false) {
  const result = await compare(a, b, { pairs, memory });
  const unit = memory ? 'MB' : 'ms';
  const figure = (/** @type {number} */ value) => `${(memory ? value / 1024 : value).toFixed(1)} ${unit}`;
  return [
    label,
    {
      ratio: result.ratio.toFixed(2),
      goal: `≤ ${goal}`,
      servectl: figure(result.a),
      other: figure(result.b),
    },
  ];
}
