import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../helpers/run.ts';

const [, section = ''] = readFileSync('README.md', 'utf8').split('<!-- batch -->');
const [, block = '', , sample = ''] = section.split(/```(?:console|json)?\n/);

/** Each line of the block with what it shows below it. */
const shown = [...block.matchAll(/^\$ servectl (.*)\n(.*)\n/gm)];

const words = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

// The first to load the embedded workspace waits for that, on a busy machine for seconds.
it('the README asks with the rows of a file', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'servectl-readme-'));
  cpSync('examples', join(cwd, 'examples'), { recursive: true });
  expect(shown).toHaveLength(2);
  for (const [, line = '', output = ''] of shown) {
    const { code, stdout, stderr } = await run(words(line), { target: 'local::memory:', cwd });
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: '' });
    expect(stderr.split('\n')).toContain(output);
  }
  const [first = ''] = readFileSync(join(cwd, 'answers.jsonl'), 'utf8').split('\n');
  const [begins = ''] = sample.split('…');
  expect(first.startsWith(begins), first).toBe(true);
}, 20_000);
