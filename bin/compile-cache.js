// Keeps compiled code between runs: compiling what a command loads, and each function at its first call, takes about a
// fifth of a short run. Node 20 has no such cache. Node 22.8 has module.enableCompileCache, but still searches for each
// file by its name: with it `validate` takes a sixth longer on Node 24 than with this.
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const { constants, Script } = require('node:vm');
const { crc32 } = require('node:zlib');

// A script of its own knows no `import()`: with this it loads, as any file does, the modules that a user names.
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;

/**
 * Runs the CommonJS files of a folder, compiled from what an earlier run has left in `cache`; what this run has to compile
 * by itself it leaves there. A cache that can't be read or written costs time and nothing else.
 * @param {string} entry the file that is run, by its absolute path
 * @param {string | undefined} cache for exactly these files and this V8, which tells other code by nothing but its length
 */
function runCached(entry, cache) {
  /** @type {Map<string, { exports: unknown }>} */
  const modules = new Map();
  /** @type {Map<string, { script: Script, source: string }>} */
  const compiled = new Map();

  /** The files name each other by exact relative paths: none of Node's searching is needed. @param {string} file */
  const load = (file) => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const folder = path.dirname(file);
    const requireFrom = (/** @type {string} */ id) =>
      id.startsWith('.') ? load(path.join(folder, id)) : require(id);
    compile(file).runInThisContext()(module.exports, requireFrom, module, file, folder);
    return module.exports;
  };
  /** @param {string} file */
  const compile = (file) => {
    const code = fs.readFileSync(file, 'utf8');
    const source = `(function(exports,require,module,__filename,__dirname){${code}\n})`;
    if (cache === undefined) return new Script(source, { filename: file, importModuleDynamically });
    const kept = path.join(cache, `${path.basename(file)}.bin`);
    const cachedData = attempt(() => read(kept, source));
    const script = new Script(source, { filename: file, cachedData, importModuleDynamically });
    if (cachedData === undefined || script.cachedDataRejected) compiled.set(kept, { script, source });
    return script;
  };

  // By then the functions that ran are compiled, too.
  process.once('exit', () => attempt(() => save(compiled)));
  load(entry);
}

/** Bytes of the checksum that stands before compiled code. */
const checksumLength = 4;

/**
 * V8 trusts what it is given: bytes that are damaged end the process, and what somebody else has put there is run. So it
 * is taken from a file of this user's alone, and as it was written for this source.
 * @param {string} file
 * @param {string} source
 * @returns {Buffer | undefined}
 */
function read(file, source) {
  const { O_RDONLY, O_NONBLOCK } = fs.constants;
  // A pipe in its place would else be waited for. (Windows has no such flag: no bit of it is set then.)
  const descriptor = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile() || !isOwn(stats) || (process.getuid && stats.mode & 0o022)) return undefined;
    const bytes = fs.readFileSync(descriptor);
    const code = bytes.subarray(checksumLength);
    return checksum(source, code).equals(bytes.subarray(0, checksumLength)) ? code : undefined;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** @param {Map<string, { script: Script, source: string }>} compiled by the file that it goes to */
function save(compiled) {
  for (const [file, { script, source }] of compiled) {
    // What is in it will be run: it is nobody else's to write.
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    const code = script.createCachedData();
    fs.writeFileSync(draft, Buffer.concat([checksum(source, code), code]), { mode: 0o600 });
    fs.renameSync(draft, file);
  }
}

/**
 * As Node's own cache has it: against damage, not against its owner. A cryptographic digest costs a start 5 ms more.
 * @param {string} source
 * @param {Buffer} code
 */
function checksum(source, code) {
  const bytes = Buffer.alloc(checksumLength);
  bytes.writeUInt32LE(crc32(code, crc32(source)));
  return bytes;
}

/** Windows keeps the profile of a user to that user; there are no ids to compare. @param {import('node:fs').Stats} stats */
const isOwn = (stats) => process.getuid === undefined || stats.uid === process.getuid();

/**
 * Where compiled code is kept: in the user's own cache, since in a folder for temporary files others could put theirs.
 * @param {string} build names exactly the code
 * @returns undefined where there is no home of this user's to keep it in, or where NODE_DISABLE_COMPILE_CACHE says not to
 */
function cacheFolder(build) {
  const { env, platform } = process;
  const home = env['HOME'] ?? env['USERPROFILE'];
  if (env['NODE_DISABLE_COMPILE_CACHE'] || !home) return undefined;
  // Root may run in the home of another user, who could not write any more what root would leave there.
  if (attempt(() => isOwn(fs.statSync(home))) !== true) return undefined;
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  /** @type {Partial<Record<NodeJS.Platform, string>>} */
  const known = {
    win32: local ?? path.join(home, 'AppData', 'Local'),
    darwin: path.join(home, 'Library', 'Caches'),
  };
  // The XDG specification: a relative path is to be ignored.
  const base = xdg?.startsWith('/') ? xdg : (known[platform] ?? path.join(home, '.cache'));
  const runtime = v8.cachedDataVersionTag().toString(16);
  return path.join(base, 'servectl', 'code', `${build}-${process.arch}-${runtime}`);
}

/** @template T @param {() => T} work @returns {T | undefined} undefined where it fails */
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

module.exports = { cacheFolder, runCached };
