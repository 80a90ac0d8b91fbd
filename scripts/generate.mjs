/**
 * Writes the files that are made from the sources: run it after a change, and commit what it wrote.
 * A generator is a module of ours that answers files as `{ path: text }`; a unit test compares each with the tree.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Modules with an `async function generate(): Promise<Record<path, text>>`; paths count from the root. */
const generators = ['schemas/json-schema-files.ts', 'scripts/command-reference.ts'];

for (const generator of generators) {
  const files = await run(path.join(root, generator));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(name);
  }
}

/**
 * Node 20 does not strip types, so the module is bundled first, inside the tree, where packages resolve.
 * @param {string} entry
 * @returns {Promise<Record<string, string>>}
 */
async function run(entry) {
  const dist = path.join(root, 'dist');
  await mkdir(dist, { recursive: true });
  const folder = await mkdtemp(path.join(dist, 'generate-'));
  try {
    const outfile = path.join(folder, 'generator.mjs');
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    });
    const { generate } = await import(pathToFileURL(outfile).href);
    return await generate();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
