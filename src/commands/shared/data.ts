import type { Context } from '../../context.ts';
import { readInput, type Input } from './input.ts';

/**
 * Reads a `--data` argument: `@FILE` is a file's bytes, `@-` and `-` are stdin, anything else is the data itself.
 * Throws as `readInput` does.
 */
export async function readData(context: Context, data: string): Promise<Input> {
  if (data === '-' || data === '@-') return readInput(context, '-', '--data');
  if (data.startsWith('@')) return readInput(context, data.slice(1), '--data @');
  return { file: '--data', bytes: Buffer.from(data) };
}
