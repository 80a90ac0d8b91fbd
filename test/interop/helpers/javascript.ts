import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedVariables } from './environments.ts';
import { installed, javascriptFolder } from './folders.ts';
import { succeed } from './started.ts';

/** Where the JavaScript clients are installed, and their tests beside them. */
export const installedJavaScript = join(installed, 'javascript');

/** Installs the clients where their lock file has changed, and brings their tests beside them. @throws Error of npm */
export async function installJavaScript(tell: (line: string) => void): Promise<void> {
  await mkdir(installedJavaScript, { recursive: true });
  const names = await readdir(javascriptFolder);
  const files = names.filter((name) => /\.(?:mjs|json)$/.test(name) || name === '.npmrc');
  await Promise.all(files.map((file) => cp(join(javascriptFolder, file), join(installedJavaScript, file))));

  const mark = join(installedJavaScript, 'installed.txt');
  const wanted = await readFile(join(javascriptFolder, 'package-lock.json'), 'utf8');
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  tell('installing the npm packages of javascript/package-lock.json');
  await succeed('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: installedJavaScript,
    env: inheritedVariables(),
  });
  await writeFile(mark, wanted);
}
