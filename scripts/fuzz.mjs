/**
 * Tries the property tests of manifests and plans on many more documents than a usual run: a million, or `--cases N`.
 * Works in rounds, each with a seed of its own, and ends at the first failure with the line that repeats it.
 *
 *   npm run fuzz -- [--cases N] [--seed N]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const files = [
  'test/unit/plan/converge.test.ts',
  'test/unit/plan/export/converge.test.ts',
  'test/unit/manifest/print.test.ts',
];
/** Of the usual number of cases, in each round: long enough that starting costs little. */
const factor = 20;

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const wanted = whole('--cases', values.cases ?? '1000000');
const firstSeed = whole('--seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 30)));

const folder = mkdtempSync(path.join(tmpdir(), 'servectl-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const counts = path.join(folder, 'counts');
const started = Date.now();
let tried = 0;

for (let round = 0; tried < wanted; round += 1) {
  const settings = { SERVECTL_FUZZ_FACTOR: String(factor), SERVECTL_FUZZ_SEED: String(firstSeed + round) };
  writeFileSync(counts, '');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit', ...files],
    {
      cwd: path.resolve(import.meta.dirname, '..'),
      env: { ...process.env, ...settings, SERVECTL_FUZZ_COUNTS: counts },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    console.error(`repeat it: ${given.join(' ')} npx vitest run --project unit ${files.join(' ')}`);
    process.exit(1);
  }
  tried += readFileSync(counts, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(
    `${tried.toLocaleString('en')} of ${wanted.toLocaleString('en')} cases, seed ${firstSeed + round}, ${minutes} min`,
  );
}

/**
 * @param {string} flag
 * @param {string} text
 */
function whole(flag, text) {
  if (!/^\d+$/.test(text)) {
    console.error(`${flag} takes a whole number, not '${text}'`);
    process.exit(2);
  }
  return Number(text);
}
