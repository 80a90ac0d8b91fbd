// Starts the program, and makes the runtime ready for a short run.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const { cacheFolder, runCached } = require('./compile-cache.js');

// V8's flags are not stable, so that other majors are left alone; they gain nothing by these (measured on 24).
if (process.versions.node.startsWith('20.')) {
  // V8's optimising compiler sets to work before a short run gains by it. Eight times the default spares a quarter of
  // the time of some hundred documents, and costs ten thousand nothing (measured).
  v8.setFlagsFromString('--interrupt-budget=540672');
  // undici's HTTP parser is WebAssembly. Optimising it takes 60 ms in the background, and the process can't end before
  // that has; the baseline compiler's code is fast enough for a client.
  v8.setFlagsFromString('--no-wasm-tier-up');
  v8.setFlagsFromString('--no-wasm-dynamic-tiering');
}

const dist = path.join(module.path, '..', 'dist');
const build = readFileSync(path.join(dist, 'cli', 'build-id'), 'utf8');
// After the flags: they are part of what compiled code has to fit.
runCached(path.join(dist, 'cli.cjs'), cacheFolder(build));
