import { execFileSync } from 'node:child_process';
import process from 'node:process';

/** Builds what the golden tests run, once, from the sources as they are. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
