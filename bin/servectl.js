#!/usr/bin/env node
// Guards the Node version, answers --version, else starts the program.
// CommonJS (bin/package.json says so): loading an ES module first would cost --version a third of a bare Node start.

const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const [flag, ...rest] = process.argv.slice(2);
if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
  process.stderr.write(
    `error: servectl needs Node 20.18.1 or later; this is Node ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else if ((flag === '--version' || flag === '-V') && rest.length === 0) {
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  require('./start.js');
}
