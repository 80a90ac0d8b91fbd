// Writes THIRD-PARTY-NOTICES.txt: the licence of every package whose code is in the bundles, read from the metafiles.
import { readFile, readdir, writeFile } from 'node:fs/promises';

const root = new URL('..', import.meta.url);

/** @param {readonly import('esbuild').Metafile[]} metafiles */
export async function writeNotices(metafiles) {
  const names = new Set();
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const match = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
        if (match?.[1] && bytesInOutput > 0) names.add(match[1]);
      }
    }
  }
  const notices = await Promise.all([...names].sort().map(notice));
  await writeFile(
    new URL('THIRD-PARTY-NOTICES.txt', root),
    `servectl's bundles contain the following packages.\n\n${notices.join('\n')}`,
  );
}

/** @param {string} name */
async function notice(name) {
  const folder = new URL(`node_modules/${name}/`, root);
  const { version, license } = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(new URL(file, folder), 'utf8') : `Licensed under ${license}.\n`;
  return `${'-'.repeat(78)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}
