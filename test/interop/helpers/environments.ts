import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installed, pythonFolder } from './folders.ts';
import { start, succeed } from './started.ts';

/** Sets of Python packages that can't be installed together, each frozen in `python/requirements`. */
const environments = ['current', 'aisuite', 'langchain-2023', 'langchain-2024'] as const;
export type EnvironmentName = (typeof environments)[number];

/** The interpreter of an environment. */
export const pythonOf = (name: EnvironmentName): string => join(installed, name, 'bin/python');

/** What the frozen sets have wheels for. */
const supported = ['3.11', '3.12'];

/**
 * Installs what is missing or was frozen anew since. What is installed is left alone.
 * @throws Error where there is no fitting Python, or a package can't be had
 */
export async function installEnvironments(tell: (line: string) => void): Promise<void> {
  const python = await findPython();
  await mkdir(installed, { recursive: true });
  await Promise.all(environments.map((name) => installEnvironment(name, python, tell)));
}

interface Python {
  readonly path: string;
  readonly version: string;
}

async function findPython(): Promise<Python> {
  const wished = process.env['INTEROP_PYTHON'];
  const candidates =
    wished === undefined ? [...supported.map((version) => `python${version}`), 'python3'] : [wished];
  for (const candidate of candidates) {
    // Some shims are there for versions that are not.
    const asked = start(
      candidate,
      ['-c', 'import sys, venv, ensurepip; print(sys.executable); print("%d.%d" % sys.version_info[:2])'],
      { env: homeOnly() },
    );
    const [path = '', version = ''] = (await asked.ended) === 0 ? asked.stdout.split('\n') : [];
    if (supported.includes(version)) return { path, version };
  }
  throw new Error(
    `these tests need Python ${supported.join(' or ')} with venv; none was found as ${candidates.join(', ')}. ` +
      'Install one, or name it in INTEROP_PYTHON. `npm test` needs none.',
  );
}

async function installEnvironment(
  name: EnvironmentName,
  python: Python,
  tell: (line: string) => void,
): Promise<void> {
  const folder = join(installed, name);
  const frozen = join(pythonFolder, 'requirements', `${name}.txt`);
  const mark = join(folder, 'installed.txt');
  const wanted = `# ${python.path} ${python.version}\n${await readFile(frozen, 'utf8')}`;
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;

  tell(`installing the Python packages of requirements/${name}.txt`);
  await rm(folder, { recursive: true, force: true });
  await succeed(python.path, ['-m', 'venv', folder], { env: homeOnly() });
  // The file is the whole set: there is nothing to resolve, and most modules are never compiled.
  await succeed(
    pythonOf(name),
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--no-compile',
      '-r',
      frozen,
    ],
    { env: { ...inheritedVariables(), PIP_NO_INPUT: '1' } },
  );
  await writeFile(mark, wanted);
}

/** Version managers find their Pythons by it. */
const homeOnly = (): Record<string, string> => ({ HOME: process.env['HOME'] ?? '/' });

/** How pip and npm reach their registries is the machine's own affair: variables and files. */
export const inheritedVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
