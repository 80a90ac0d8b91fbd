import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { succeed } from './started.ts';
import { installEnvironments } from './environments.ts';
import { installJavaScript } from './javascript.ts';
import { repository } from './folders.ts';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Builds the command line and installs the clients. What is missing is said in one line, and ends the run with 1.
 * @returns what removes the temporary files of the run, which are all in one folder
 */
export default async function prepare(): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'servectl-interop-'));
  process.env['TMPDIR'] = temporary;
  try {
    await Promise.all([
      succeed(process.execPath, ['scripts/build.mjs'], { cwd: repository }),
      installEnvironments(tell),
      installJavaScript(tell),
    ]);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    rmSync(temporary, { recursive: true });
    process.exit(1);
  }
  return () => rmSync(temporary, { recursive: true, force: true });
}
