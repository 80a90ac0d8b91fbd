#!/usr/bin/env node
// Guards the Node version, answers --version, turns on the compile cache where the runtime has one, starts the program.
import { readFileSync } from 'node:fs';
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  process.stderr.write(`error: servectl needs Node 20.18.1 or later; this is Node ${process.versions.node}\n`);
  process.exitCode = 1;
} else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  // Node 22.8 and later keep compiled code between runs, outside the project; Node 20 has no such call.
  module.enableCompileCache?.();
  await import('../dist/cli.js');
}
