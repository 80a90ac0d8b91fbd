import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/run.ts';

const block =
  readFileSync('README.md', 'utf8').split('<!-- asking -->')[1]?.split('```console\n')[1]?.split('```')[0] ??
  '';

/** Each line of the block with what it shows below it. */
const shown = [...block.matchAll(/^\$ servectl (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(
  ([, line = '', output = '']) => [line, `${output.trimEnd()}\n`] as const,
);

/** The words of a line, as a shell splits it. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );

describe('the README asks endpoints', () => {
  it('in several ways', () => {
    expect(shown.length).toBeGreaterThan(5);
  });

  it.each(shown)('with servectl %s', async (line, output) => {
    const { code, stdout, stderr } = await run(words(line), { target: 'local::memory:' });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: output, stderr: '' });
  });
});
