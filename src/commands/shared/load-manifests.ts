import type { Context } from '../../context.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import { InvalidInputError } from '../../errors.ts';
import type { ManifestFile } from '../../manifest/collect.ts';
import type { Manifests } from '../../manifest/read-manifests.ts';
import { readInput } from './input.ts';
import { loadVariables, type VariableFlags } from './load-variables.ts';
import { findManifestFiles, matching } from './manifest-files.ts';

export interface LoadOptions extends VariableFlags {
  /** `--bundle-target`. */
  readonly bundleTarget?: string;
  /** Warnings count as errors. */
  readonly strict?: boolean;
  /**
   * What `${workspace.…}` may name, asked for where a file needs it. Without it such variables stay as they are, with a note:
   * nothing is sent then.
   */
  readonly workspace?: () => Promise<Readonly<Record<string, unknown>>>;
}

export interface LoadedManifests extends Manifests {
  /** The files that were read, as the user would name them. */
  readonly files: readonly string[];
}

/**
 * Reads and checks all the manifests that arguments name: files, directories, patterns, `-`. Everything that is wrong
 * with them, a file that isn't there included, is among the findings.
 * @throws UsageError where a flag makes no sense, or stdin is asked for and is a terminal
 * @throws InvalidInputError for a file of variables that can't be read
 */
export async function loadManifests(
  context: Context,
  sources: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedManifests> {
  const [given, env, reader, { readManifests }] = await Promise.all([
    loadVariables(context, options),
    context.env(),
    openReader(context),
    import('../../manifest/read-manifests.ts'),
  ]);
  await reader.read(sources);
  const workspace =
    options.workspace && reader.mentions('${workspace.') ? await options.workspace() : undefined;
  const files = reader.files();
  const manifests = readManifests(files, {
    env,
    given,
    ...(workspace && { workspace }),
    ...(options.bundleTarget !== undefined && { target: options.bundleTarget }),
    strict: options.strict ?? false,
    lacking: { writeOnly: 'note', unknown: options.workspace ? 'error' : 'note' },
  });
  for (const { secrets } of manifests.endpoints) for (const secret of secrets) context.secrets.add(secret);
  const isNothingRead = files.length === 0 && reader.refused.length > 0;
  return {
    ...manifests,
    diagnostics: [...reader.refused, ...(isNothingRead ? [] : manifests.diagnostics)],
    files: files.map(({ file }) => file),
  };
}

interface Reader {
  read(sources: readonly string[]): Promise<void>;
  /** Whether a text stands anywhere in what was read. */
  mentions(text: string): boolean;
  files(): readonly ManifestFile[];
  /** Of files that could not be read. */
  readonly refused: readonly Diagnostic[];
}

/** Reads each file once, by whatever way it is come to, and after a bundle's file those that it includes. */
async function openReader(context: Context): Promise<Reader> {
  const [fs, path, { parse }, { bundlePart, includesOf }] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../../manifest/parse.ts'),
    import('../../manifest/bundle/part.ts'),
  ]);
  const { cwd } = context.host;
  const byPath = new Map<string, ManifestFile>();
  const texts: Uint8Array[] = [];
  const refused: Diagnostic[] = [];

  const gather = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      refused.push(...error.diagnostics);
      return undefined;
    }
  };
  /** The file's own identity, whatever links lead to it. */
  const identify = (file: string): string => {
    if (file === '-') return file;
    const absolute = path.resolve(cwd, file);
    try {
      return fs.realpathSync.native(absolute);
    } catch {
      return absolute;
    }
  };

  const readFile = async (file: string, isFound: boolean, bundle?: string): Promise<void> => {
    const id = identify(file);
    const known = byPath.get(id);
    if (known) {
      if (bundle !== undefined) byPath.set(id, { ...known, bundle });
      return;
    }
    const input = await gather(readInput(context, file, '-f'));
    if (!input) return;
    texts.push(input.bytes);
    const parsed = parse(input.file, input.bytes);
    const read: ManifestFile = { ...parsed, isFound, bundle: bundle ?? id };
    byPath.set(id, read);
    await readIncluded(read, id);
  };

  const readIncluded = async (parsed: ManifestFile, id: string): Promise<void> => {
    for (const source of parsed.documents) {
      const part = bundlePart(source);
      if (!part) continue;
      const directory = path.dirname(parsed.file === '<stdin>' ? '.' : parsed.file);
      for (const pattern of includesOf(part)) {
        const files = await matching(pattern, path.resolve(cwd, directory));
        for (const file of files) await readFile(path.join(directory, file), true, id);
      }
    }
  };

  return {
    refused,
    read: async (sources) => {
      for (const source of sources) {
        const found = (await gather(findManifestFiles(context, source))) ?? [];
        for (const { file, isFound } of found) await readFile(file, isFound);
      }
    },
    mentions: (text) =>
      texts.some((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text)),
    files: () => [...byPath.values()],
  };
}
