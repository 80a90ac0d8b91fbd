import { createHash } from 'node:crypto';
import type { PredictFlags } from '../flags/predict.ts';

/** Everything that makes the requests: other flags may differ from one run to the next. */
export function settingsHash(name: string, flags: PredictFlags): string {
  const free = new Set([
    ...['batch', 'out', 'concurrency', 'maxErrors', 'limitBudget', 'retryErrors', 'retryUncertain'],
    ...['wait', 'timeout'],
  ]);
  const kept = Object.entries(flags)
    .filter(([key, value]) => !free.has(key) && value !== undefined && !globalFlags.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, kept]))
    .digest('hex')
    .slice(0, 32);
}

/** Commander hands the global flags over with the verb's. */
const globalFlags: ReadonlySet<string> = new Set([
  ...['output', 'query', 'quiet', 'verbose', 'debug', 'color', 'input', 'yes', 'dryRun', 'envFile'],
]);
