import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  loadManifests,
  type LoadedManifests,
  type LoadOptions,
} from '../../src/commands/shared/load-manifests.ts';
import { createContext } from '../../src/create-context.ts';
import { resolveGlobals } from '../../src/commands/shared/globals.ts';
import { createWriter } from '../../src/terminal/write.ts';
import { fakeHost, type FakeHostOptions } from './fake-host.ts';

/** A folder with these files in it, gone after the test. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'servectl-manifests-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** What manifests in the folder `cwd` load to. */
export async function load(
  cwd: string,
  sources: readonly string[],
  options: LoadOptions = {},
  host: FakeHostOptions = {},
): Promise<LoadedManifests> {
  const fake = fakeHost({ ...host, cwd });
  const context = await createContext(fake, resolveGlobals({}, fake), createWriter(fake.stdout));
  return loadManifests(context, sources, options);
}

/** `file:line:column code`, in the order of the files. */
export const findingsAt = ({ diagnostics }: Pick<LoadedManifests, 'diagnostics'>): string[] =>
  diagnostics.map(({ range, code }) =>
    range ? `${range.file}:${range.line}:${range.column} ${code}` : code,
  );

export const namesOf = ({ endpoints }: LoadedManifests): string[] =>
  endpoints.map(({ document }) => document.name);
