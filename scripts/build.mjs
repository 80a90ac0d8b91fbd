// Builds what is packed: the command line (one bundle, split at its dynamic imports) and the library entries with their types.
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lazyChildProcess } from './lazy-child-process.mjs';
import { writeNotices } from './notices.mjs';
import { rollupTypes } from './types.mjs';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root.pathname,
  bundle: true,
  splitting: true,
  format: /** @type {const} */ ('esm'),
  platform: /** @type {const} */ ('node'),
  target: 'node20.18',
  outdir: 'dist',
  legalComments: /** @type {const} */ ('none'),
  metafile: /** @type {const} */ (true),
  logLevel: /** @type {const} */ ('warning'),
  define: { SERVECTL_VERSION: JSON.stringify(version) },
  // CommonJS packages (commander, undici) call require for Node's own modules.
  // The name is longer than any that the minifier gives: `$r` was one of its own.
  banner: {
    js: "import{createRequire as createRequireHere}from'node:module';const require=createRequireHere(import.meta.url);",
  },
  // libsql is native, and optional: only Node without node:sqlite loads it.
  external: ['libsql', 'node:sqlite'],
};

await rm(new URL('dist', root), { recursive: true, force: true });
const [cli, library] = await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'src/cli.ts' },
    chunkNames: 'cli/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    banner: {},
    // The same code as ES modules, of which the bundler leaves out what nobody uses.
    alias: { yaml: fileURLToPath(new URL('node_modules/yaml/browser/dist/index.js', root)) },
    minify: true,
    plugins: [lazyChildProcess],
    write: false,
  }),
  build({
    ...common,
    entryPoints: { index: 'src/index.ts', local: 'src/local-entry.ts', schemas: 'src/library/schemas.ts' },
    chunkNames: 'lib/[name]-[hash]',
    external: [...common.external, 'zod'],
  }),
]);
const codes = await Promise.all(cli.outputFiles.map(writeCommonJs));
// Names exactly this code: what is kept of it in compiled form fits no other.
await writeFile(
  new URL('dist/cli/build-id', root),
  createHash('sha256').update(codes.join('\n')).digest('hex').slice(0, 16),
);
await writeFile(new URL('dist/cli.meta.json', root), JSON.stringify(cli.metafile));
await writeNotices([cli.metafile, library.metafile]);
if (!process.argv.includes('--no-types')) await rollupTypes();

/**
 * The command line's chunks as CommonJS: setting up the loader of ES modules costs a quarter of a bare Node start, and
 * esbuild splits ES modules alone. A dynamic import becomes a require when it is reached.
 * @param {import('esbuild').OutputFile} file
 */
async function writeCommonJs({ path, text }) {
  // An import whose place is known only at run time is of a module that the user wrote: that stays an import, because a
  // module may be of either kind.
  const own = text.replaceAll(/(?<![\w$.])import\((?!["'])/g, 'importUserModule(');
  const { code } = await transform(own, {
    format: 'cjs',
    platform: 'node',
    target: common.target,
    minify: true,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: [
      text.includes('import.meta.url')
        ? "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;"
        : '',
      own === text ? '' : 'const importUserModule=(place)=>import(place);',
    ].join(''),
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
  return code;
}
