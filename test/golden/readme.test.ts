import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

/** What the console block after a marker shows below its first line, the command. */
function shown(marker: string): string {
  const block = readme.split(`<!-- ${marker} -->`)[1]?.split('```console\n')[1]?.split('\n```')[0];
  return block?.slice(block.indexOf('\n') + 1) ?? '';
}

const timeless = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '<time>').trim();

describe('the README', () => {
  it('shows what the tour prints', () => {
    const { stdout } = spawnSync('sh', ['-c', 'node scripts/tour.mjs 2>&1'], { encoding: 'utf8' });
    expect(timeless(shown('tour'))).toBe(timeless(stdout));
  });

  it('shows what a manifest with faults gets', () => {
    const { stderr, status } = spawnSync(
      process.execPath,
      ['bin/servectl.js', 'endpoints', 'create', '-f', 'examples/bad/typos.yaml'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(shown('typos').trim()).toBe(stderr.trim());
  });

  it('names only commands that exist', () => {
    const verbs = readme.split('## Commands')[1]?.split('```')[1] ?? '';
    for (const line of ['endpoints', 'secrets', 'local']) {
      const help = execFileSync(process.execPath, ['bin/servectl.js', line, '--help'], { encoding: 'utf8' });
      const listed = new RegExp(`servectl ${line} +([^\\n]+)`).exec(verbs)?.[1]?.match(/[a-z]+(?:-[a-z]+)*/g);
      for (const verb of listed ?? []) expect(help).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
    }
  });
});
