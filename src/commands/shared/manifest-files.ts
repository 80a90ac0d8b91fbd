import type { Stats } from 'node:fs';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';

/** A file of manifests, before it is read. */
export interface FoundFile {
  /** For people, relative as the user gave it; `-` is stdin. */
  readonly file: string;
  /** Found in a directory or by a pattern, and not named itself. */
  readonly isFound: boolean;
}

/**
 * The files that arguments stand for: files themselves, the manifests in a directory and all below it, what a pattern
 * fits. Hidden files and `node_modules` are left out of directories; links are followed, and each directory is entered once.
 * @param base what relative paths are relative to
 * @throws InvalidInputError for a directory or a pattern without a manifest
 */
export async function findManifestFiles(
  context: Context,
  source: string,
  base = context.host.cwd,
): Promise<readonly FoundFile[]> {
  if (source === '-') return [{ file: source, isFound: false }];
  const [{ statSync }, path] = await Promise.all([import('node:fs'), import('node:path')]);
  let there: Stats | undefined;
  try {
    there = statSync(path.resolve(base, source));
  } catch {
    // It may be a pattern; what it is else, reading it will tell.
  }
  if (there?.isDirectory()) {
    const files = await filesBelow(path.resolve(base, source));
    if (files.length === 0)
      throw nothingFound(`there is no manifest in ${source}`, 'it is searched for *.yaml, *.yml and *.json');
    return files.map((file) => ({ file: path.join(source, file), isFound: true }));
  }
  if (there || !/[*?[{]/.test(source)) return [{ file: source, isFound: false }];
  const files = await matching(source, base);
  if (files.length === 0)
    throw nothingFound(`no file fits ${source}`, 'quote the pattern, so that the shell leaves it alone');
  return files.map((file) => ({ file, isFound: true }));
}

/** The files that a pattern fits, in the order of their names. */
export async function matching(pattern: string, base: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const files = await glob(pattern, { cwd: base, expandDirectories: false, dot: false });
  return files.sort(byName);
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const [{ readdir, realpath, stat }, path] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
  ]);
  const entered = new Set<string>();
  const found: string[] = [];
  const enter = async (below: string): Promise<void> => {
    const real = await realpath(path.join(directory, below));
    // A link may lead back to where it stands.
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of await readdir(real, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const file = path.join(below, entry.name);
      // A link that leads nowhere is not a manifest either.
      const kind = entry.isSymbolicLink()
        ? await stat(path.join(directory, file)).catch(() => undefined)
        : entry;
      if (kind?.isDirectory()) await enter(file);
      else if (kind?.isFile() && /\.(?:ya?ml|json)$/i.test(entry.name)) found.push(file);
    }
  };
  await enter('');
  return found.sort(byName);
}

/** The same on every machine, whatever its language. */
const byName = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const nothingFound = (message: string, hint: string): InvalidInputError =>
  new InvalidInputError([{ severity: 'error', code: 'no-files', message, hint }]);
