import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { ServectlCommand } from '../../src/commands/shared/command.ts';
import { buildProgram } from '../../src/program.ts';
import { run } from '../helpers/run.ts';

interface Page {
  readonly words: readonly string[];
  readonly command: Command;
}

function pages(command: Command, words: readonly string[] = []): readonly Page[] {
  return [
    { words, command },
    ...command
      .createHelp()
      .visibleCommands(command)
      .flatMap((child) => pages(child, [...words, child.name()])),
  ];
}

const program = buildProgram(
  () => Promise.reject(new Error('help opens nothing')),
  () => undefined,
);
const all = pages(program);

describe.each(all)('servectl $words', ({ words, command }) => {
  it('has the help that was reviewed', async () => {
    const { code, stdout, stderr } = await run([...words, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`../golden/help/${['servectl', ...words].join('-')}.txt`);
  });

  it('has examples of commands that there are', () => {
    const examples = command instanceof ServectlCommand ? command.examples : [];
    if (command.commands.length === 0) expect(examples.length).toBeGreaterThan(0);
    for (const [, line] of examples) {
      if (!line.includes('servectl')) continue;
      // The command that the example names is one there is.
      const typed = /\bservectl (.*)/.exec(line)?.[1] ?? '';
      const words = typed.replace(/^--target \S+ /, '');
      expect(
        all.some((page) => page.words.length > 0 && words.startsWith(page.words.join(' '))),
        line,
      ).toBe(true);
    }
  });
});

it('every command fails as ours do, not as commander does', () => {
  for (const { command } of all) expect(command).toBeInstanceOf(ServectlCommand);
});

it('lines fit a terminal of a hundred columns', async () => {
  for (const { words } of all) {
    const { stdout } = await run([...words, '--help']);
    const tooLong = stdout.split('\n').filter((line) => line.length > 100 && !line.startsWith('  servectl'));
    expect(tooLong, words.join(' ')).toEqual([]);
  }
});
