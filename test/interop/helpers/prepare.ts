import { succeed } from './started.ts';
import { installEnvironments } from './environments.ts';
import { installJavaScript } from './javascript.ts';
import { repository } from './folders.ts';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Builds the command line and installs the clients. What is missing is said in one line, and ends the run with 1. */
export default async function prepare(): Promise<void> {
  try {
    await Promise.all([
      succeed(process.execPath, ['scripts/build.mjs'], { cwd: repository }),
      installEnvironments(tell),
      installJavaScript(tell),
    ]);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
