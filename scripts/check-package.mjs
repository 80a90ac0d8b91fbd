// Checks the tarball as a user would meet it: its files, publint, the binary, and a consumer's program, type-checked and run.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = new URL('..', import.meta.url).pathname;
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'servectl-pack-'));

/** @param {string} command @param {string[]} args @param {string} cwd */
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** @param {unknown} condition @param {string} message */
function assert(condition, message) {
  if (!condition) throw new Error(message);
}

try {
  const packed = JSON.parse(
    run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root),
  );
  const { filename, files } = packed[0];
  const allowed =
    /^(bin\/((servectl|start|compile-cache)\.js|package\.json)|dist\/(cli\.cjs|(index|local|schemas)\.(js|d\.ts)|(cli|lib)\/.+)|schemas\/json\/.+\.schema\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY-NOTICES\.txt)$/;
  for (const { path } of files) assert(allowed.test(path), `unexpected file in the package: ${path}`);

  const { messages } = await publint({ pkgDir: root, level: 'warning', strict: true, pack: 'npm' });
  for (const message of messages) console.error(formatMessage(message, packageJson));
  assert(messages.length === 0, 'publint found problems');

  // Unpacked by hand beside links to the dependencies already here: no registry is asked.
  const modules = join(folder, 'consumer', 'node_modules');
  mkdirSync(modules, { recursive: true });
  run('tar', ['-xzf', join(folder, filename), '-C', modules], folder);
  cpSync(join(modules, 'package'), join(modules, 'servectl'), { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  for (const name of ['zod', 'libsql', '@libsql', '@neon-rs', 'detect-libc', '@types', 'undici-types']) {
    const source = join(root, 'node_modules', name);
    if (existsSync(source)) symlinkSync(source, join(modules, name));
  }

  const version = run(
    process.execPath,
    [join(modules, 'servectl/bin/servectl.js'), '--version'],
    folder,
  ).trim();
  assert(version === packageJson.version, `the packed binary says ${version}`);
  run(process.execPath, [join(modules, 'servectl/bin/servectl.js'), '--help'], folder);

  cpSync(join(root, 'test/consumer'), join(folder, 'consumer'), { recursive: true });
  writeFileSync(join(folder, 'consumer/package.json'), JSON.stringify({ name: 'consumer', type: 'module' }));
  run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(folder, 'consumer')],
    folder,
  );
  const consumer = join(folder, 'consumer');
  const { code } = await transform(readFileSync(join(consumer, 'consumer.ts'), 'utf8'), { loader: 'ts' });
  writeFileSync(join(consumer, 'consumer.js'), code);
  run(process.execPath, ['consumer.js'], consumer);
  console.log(`package ok: ${files.length} files, ${Math.round(packed[0].size / 1024)} KiB packed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
