// How long validation takes, against yaml's own reading of the same text, in one process and in pairs.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asBundle, asDocuments } from './endpoints.mjs';
import { median } from './pair.mjs';

const folder = mkdtempSync(join(tmpdir(), 'servectl-bench-'));
try {
  const outfile = join(folder, 'validation.mjs');
  await build({
    entryPoints: [new URL('programs/validation.ts', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
  });
  const { validate, yamlAlone } = await import(outfile);
  const rows = [
    row('1,000 documents', asDocuments(1_000), 1_000, 9),
    row('1 bundle of 1,000 endpoints', asBundle(1_000), 1_000, 9),
    row('100 documents', asDocuments(100), 100, 21),
    row('10,000 documents', asDocuments(10_000), 10_000, 3),
  ];
  console.log("\nvalidation in one process, against yaml's own parseAllDocuments and toJS");
  console.table(Object.fromEntries(rows));

  /** @param {string} label @param {string} text @param {number} count @param {number} pairs */
  function row(label, text, count, pairs) {
    const bytes = new TextEncoder().encode(text);
    const { endpoints, findings } = validate(bytes);
    if (endpoints !== count || findings !== 0)
      throw new Error(`${label}: ${endpoints} endpoints, ${findings} findings`);
    yamlAlone(bytes);
    const times = Array.from({ length: pairs }, () => ({
      yaml: time(() => yamlAlone(bytes)),
      ours: time(() => validate(bytes)),
    }));
    const ours = median(times.map((each) => each.ours));
    return [
      label,
      {
        ratio: median(times.map((each) => each.ours / each.yaml)).toFixed(2),
        goal: '≤ 1.5',
        servectl: `${ours.toFixed(0)} ms`,
        yaml: `${median(times.map((each) => each.yaml)).toFixed(0)} ms`,
        'per endpoint': `${((ours * 1000) / count).toFixed(0)} µs`,
      },
    ];
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {() => unknown} work */
function time(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
