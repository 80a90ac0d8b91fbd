import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = new URL('../../bin/servectl.js', import.meta.url).pathname;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servectl-tab-'));
  await mkdir(join(folder, 'bin'));
  await symlink(bin, join(folder, 'bin', 'servectl'));
  await chmod(bin, 0o755);
  await writeFile(join(folder, 'chat one.yaml'), '');
  await writeFile(join(folder, 'body.json'), '');
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * What bash would insert for the last of `words`. Bash itself splits the line at COMP_WORDBREAKS before it calls the
 * function, so the words are given as bash gives them.
 */
function tab(words: readonly string[], line = words.join(' '), replaced = words.at(-1) ?? ''): string[] {
  const script = `
    source <(servectl completion bash)
    COMP_WORDS=("\${@:3}") COMP_CWORD=$(($# - 3)) COMP_LINE=$1 COMP_POINT=\${#1} COMPREPLY=()
    _servectl "$3" "$2" ""
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', script, 'bash', line, replaced, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: folder },
  });
  return output.trimEnd().split('\n');
}

describe('Tab in bash completes', () => {
  it('commands', () => {
    expect(tab(['servectl', 'endp'])).toEqual(['endpoints']);
    expect(tab(['servectl', 'secrets', 'put'])).toEqual(['put', 'put-acl']);
  });

  it('the words after a quoted one', () => {
    expect(tab(['servectl', '-t', '"local:a b"', 'endpoints', 'pre'])).toEqual(['predict']);
  });

  it('the values of flags, where bash has split the word at =', () => {
    expect(tab(['servectl', '-o', 'js'])).toEqual(['json']);
    expect(tab(['servectl', '--output', '=', 'js'], 'servectl --output=js')).toEqual(['json']);
    expect(tab(['servectl', '--output', '='], 'servectl --output=', '')).toEqual([
      'table',
      'json',
      'yaml',
      'ndjson',
      'name',
    ]);
  });

  it('what follows words that bash has split at : and @', () => {
    const target = ['servectl', '-t', 'local', ':', '/tmp/w.db', 'endpoints', 'pre'];
    expect(tab(target, 'servectl -t local:/tmp/w.db endpoints pre')).toEqual(['predict']);
    const principal = ['servectl', 'secrets', 'put-acl', 's', 'me', '@', 'x.com', 'R'];
    expect(tab(principal, 'servectl secrets put-acl s me@x.com R')).toEqual(['READ']);
  });

  it('file names', () => {
    expect(tab(['servectl', 'endpoints', 'create', '-f', 'ch'])).toEqual(['chat one.yaml']);
    const file = ['servectl', 'endpoints', 'create', '--file', '=', 'bo'];
    expect(tab(file, 'servectl endpoints create --file=bo')).toEqual(['body.json']);
  });

  it('file names after @', () => {
    const words = ['servectl', 'endpoints', 'predict', 'chat', '--data', '@', 'bo'];
    expect(tab(words, 'servectl endpoints predict chat --data @bo', '@bo')).toEqual(['@body.json']);
  });
});
