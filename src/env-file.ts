import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from './errors.ts';

/**
 * The variables of a `.env` file.
 * @param file as the user gave it, relative to `cwd`
 * @throws UsageError where the file cannot be read
 */
export async function readEnvFile(file: string, cwd: string): Promise<Readonly<Record<string, string>>> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the env file ${file}: ${reasonOf(cause)}`, { cause });
  }
  // A byte order mark would become part of the first name.
  return parseEnv(text.replace(/^\ufeff/, '')) as Record<string, string>;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
