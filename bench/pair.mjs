// Times whole processes in pairs: A B A B …, so that a machine whose speed drifts slows both sides of a ratio alike.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// As the machine has it, but for what says where servectl's workspace is, and for a home of its own: the compiled code
// that is kept there comes from the warm-up.
const home = mkdtempSync(join(tmpdir(), 'servectl-bench-home-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));
const surroundings = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DATABRICKS|SERVECTL|MLFLOW|XDG)_/.test(name)),
  ),
  HOME: home,
};

const peakMemory = new URL('peak-memory.cjs', import.meta.url).pathname;

/**
 * @typedef {{ node: string, args: string[], env?: Record<string, string> }} Program
 * @typedef {{ ms: number, peakKb: number, code: number | null }} Run
 */

/**
 * One run: wall time from spawn to exit, and the peak resident memory that the process says of itself.
 * @param {Program} program
 * @param {boolean} memory
 * @returns {Promise<Run>}
 */
export function run(program, memory = false) {
  const args = memory ? ['--require', peakMemory, ...program.args] : program.args;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program.node, args, {
      env: { ...surroundings, ...program.env },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let peak = '';
    child.stdio[3]?.on('data', (chunk) => {
      peak += String(chunk);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      const ms = performance.now() - started;
      child.on('close', () => resolve({ ms, peakKb: Number(peak), code }));
    });
  });
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/**
 * The median of A/B over `pairs` pairs, after one warm-up of each.
 * @param {Program} a @param {Program} b
 * @param {{ pairs?: number, memory?: boolean }} [options]
 * @returns {Promise<{ ratio: number, a: number, b: number }>} medians in milliseconds, or kilobytes with `memory`
 */
export async function compare(a, b, { pairs = 21, memory = false } = {}) {
  for (const program of [a, b]) {
    const { code } = await run(program, memory);
    if (code !== 0) throw new Error(`exit code ${String(code)}: ${program.node} ${program.args.join(' ')}`);
  }
  /** @type {{ a: number, b: number }[]} */
  const rows = [];
  const figure = (/** @type {Run} */ { ms, peakKb }) => (memory ? peakKb : ms);
  for (let i = 0; i < pairs; i++)
    rows.push({ a: figure(await run(a, memory)), b: figure(await run(b, memory)) });
  return {
    ratio: median(rows.map((row) => row.a / row.b)),
    a: median(rows.map((row) => row.a)),
    b: median(rows.map((row) => row.b)),
  };
}
