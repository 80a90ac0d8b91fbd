import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from optimising undici's WebAssembly HTTP parser in the background. A command that sends a few requests is
 * done long before the optimised code is, and on Node 20 the process can't end until that compilation has: it more
 * than doubles the time of a short command, and its memory. Node 22 and 24 no longer wait, and gain nothing (measured).
 *
 * Call it before the first request; for short commands only, since a load generator wants the optimised parser.
 *
 * @param nodeVersion such as `20.20.2`; V8's flags are not stable, so that other majors are left alone
 * @returns whether the flag was set
 */
export function deferWasmOptimization(nodeVersion: string): boolean {
  if (!nodeVersion.startsWith('20.')) return false;
  setFlagsFromString('--wasm-tiering-budget=1000000000');
  return true;
}
