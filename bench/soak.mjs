// A batch of a million rows (or as many as the argument says) against a server on this machine: its rate, its memory over
// time, and whether every row has its answer. Too long for CI: `npm run soak`.
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clearInterval, setInterval } from 'node:timers';
import { startAnswers, writeRows } from './batch-rows.mjs';

const servectl = new URL('../bin/servectl.js', import.meta.url).pathname;
const count = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'servectl-soak-'));
const rows = join(folder, 'rows.jsonl');
const out = join(folder, 'answers.jsonl');
const server = await startAnswers(0);

try {
  await writeRows(rows, count);
  const args = [servectl, 'endpoints', 'predict', 'chat', '--batch', rows, '--out', out, '-q', '-o', 'json'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...server.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {number[]} */
  const resident = [];
  const journal = { largest: 0 };
  const timer = setInterval(() => {
    resident.push(residentMb(child.pid));
    journal.largest = Math.max(journal.largest, size(`${out}.journal`));
  }, 1_000);
  let text = '';
  for await (const piece of child.stdout) text += String(piece);
  clearInterval(timer);
  const summary = JSON.parse(text);
  const mb = (/** @type {number} */ value) => `${value.toFixed(0)} MB`;
  const tenth = Math.max(1, Math.floor(resident.length / 10));
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, one) => sum + one, 0) / values.length;
  console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`);
  console.table({
    rows: summary.rows,
    answered: summary.ok,
    'in their order': await inOrder(),
    seconds: Math.round(summary.elapsed_ms / 1000),
    'rows/s': Math.round(summary.rows_per_second),
    'latency p50, p95': `${summary.latency_ms.p50} ms, ${summary.latency_ms.p95} ms`,
    'memory, peak': mb(Math.max(...resident)),
    'memory, mean of the second tenth': mb(mean(resident.slice(tenth, tenth * 2))),
    'memory, mean of the last tenth': mb(mean(resident.slice(-tenth - 1, -1))),
    'rows file': mb(size(rows) / 1e6),
    'answers file': mb(size(out) / 1e6),
    'journal, at its largest': mb(journal.largest / 1e6),
  });
  process.exitCode = summary.ok === count && (await inOrder()) ? 0 : 1;
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Linux only; elsewhere not a number. @param {number | undefined} pid */
function residentMb(pid) {
  try {
    const [, kb] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')) ?? [];
    return Number(kb) / 1024;
  } catch {
    return NaN;
  }
}

/** @param {string} file */
function size(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function inOrder() {
  let index = 0;
  for await (const line of createInterface({ input: createReadStream(out) })) {
    if (!line.startsWith(`{"index":${index},"ok":true,"id":"row-${index}"`)) return false;
    index += 1;
  }
  return index === count;
}
