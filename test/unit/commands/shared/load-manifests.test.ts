import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsAt, folderOf, load, namesOf } from '../../../helpers/load.ts';

const endpoint = (name: string): string => `name: ${name}\ntags: [{key: team, value: ml}]\n`;

describe('which files are read', () => {
  it('takes every manifest of a directory and below it, in the order of their paths', async () => {
    const cwd = await folderOf({
      'm/b.yaml': endpoint('b'),
      'm/a.yml': endpoint('a'),
      'm/sub/c.json': '{"name": "c"}',
      'm/notes.txt': 'no manifest',
      'm/.hidden/d.yaml': endpoint('d'),
      'm/node_modules/e.yaml': endpoint('e'),
    });
    const loaded = await load(cwd, ['m']);
    expect(findingsAt(loaded)).toEqual([]);
    expect(namesOf(loaded)).toEqual(['a', 'b', 'c']);
    expect(loaded.files).toEqual(['m/a.yml', 'm/b.yaml', 'm/sub/c.json']);
  });

  it('enters a directory once, wherever links lead', async () => {
    const cwd = await folderOf({ 'm/a.yaml': endpoint('a'), 'other/b.yaml': endpoint('b') });
    await symlink('..', join(cwd, 'm/loop'));
    await symlink('nowhere', join(cwd, 'm/broken.yaml'));
    const loaded = await load(cwd, ['m']);
    expect(findingsAt(loaded)).toEqual([]);
    expect(namesOf(loaded)).toEqual(['a', 'b']);
  });

  it('reads a file once, by whatever ways it is come to', async () => {
    const cwd = await folderOf({ 'a.yaml': endpoint('a') });
    await symlink('a.yaml', join(cwd, 'link.yaml'));
    const loaded = await load(cwd, ['a.yaml', './a.yaml', '*.yaml', 'link.yaml']);
    expect(findingsAt(loaded)).toEqual([]);
    expect(namesOf(loaded)).toEqual(['a']);
  });

  it('understands patterns', async () => {
    const cwd = await folderOf({
      'x/a.yaml': endpoint('a'),
      'y/b.yaml': endpoint('b'),
      'x/c.yml': endpoint('c'),
    });
    expect(namesOf(await load(cwd, ['**/*.yaml']))).toEqual(['a', 'b']);
    expect(namesOf(await load(cwd, ['x/*.{yaml,yml}']))).toEqual(['a', 'c']);
  });

  it('takes a file whose name looks like a pattern for the file', async () => {
    const cwd = await folderOf({ 'a[1].yaml': endpoint('a') });
    expect(namesOf(await load(cwd, ['a[1].yaml']))).toEqual(['a']);
  });

  it('reads stdin, and many documents of a file', async () => {
    const loaded = await load('/', ['-'], {}, { stdin: `${endpoint('a')}---\n${endpoint('b')}` });
    expect(namesOf(loaded)).toEqual(['a', 'b']);
    expect(loaded.files).toEqual(['<stdin>']);
  });

  it('tells all that is missing beside what is wrong in the rest', async () => {
    const cwd = await folderOf({ 'a.yaml': 'name: a\nnmae: b\n', 'empty/x.txt': '' });
    const loaded = await load(cwd, ['gone.yaml', 'empty', '*.toml', 'a.yaml']);
    expect(findingsAt(loaded)).toEqual(['file-missing', 'no-files', 'no-files', 'a.yaml:2:1 unknown-key']);
  });
});

describe('what holds no endpoint', () => {
  const others = {
    'jobs.yml': 'resources: {jobs: {j: {name: "${var.nobody}"}}}',
    'override.yml': 'targets: {dev: {workspace: {host: https://x}}}',
    'comment.yaml': '# nothing yet\n',
    'compose.yaml': 'services: {web: {image: nginx}}',
    'package.json': '{"name": "thing", "version": "1.0.0", "config": {"port": 1}}',
  };

  it('is passed over with a note where it is one of many', async () => {
    const cwd = await folderOf({ ...others, 'a.yaml': endpoint('a') });
    const loaded = await load(cwd, ['.']);
    expect(namesOf(loaded)).toEqual(['a']);
    expect(loaded.diagnostics.map(({ severity }) => severity)).toEqual(Array(5).fill('note'));
    expect(findingsAt(loaded)).toEqual([
      'comment.yaml:1:1 empty-file',
      'compose.yaml:1:1 passed-over',
      'jobs.yml:1:13 passed-over',
      'override.yml:1:1 passed-over',
      'package.json:1:1 passed-over',
    ]);
  });

  it.each([
    ...Object.entries(others)
      .map(([name]) => name)
      .slice(0, 3),
  ])('%s is an error as the only file', async (name) => {
    const cwd = await folderOf(others);
    const { diagnostics } = await load(cwd, [name]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  it('is checked all the same where it has a word of ours, however it is misspelt', async () => {
    const cwd = await folderOf({ 'a.yaml': 'nmae: a\nconfg: {served_entities: []}\n' });
    const loaded = await load(cwd, ['.']);
    expect(findingsAt(loaded)).toContain('a.yaml:1:1 unknown-key');
  });
});

it('shows both places of two documents of one name', async () => {
  const cwd = await folderOf({ 'a.yaml': endpoint('chat'), 'b.yaml': `tags: []\nname: chat\n` });
  const loaded = await load(cwd, ['a.yaml', 'b.yaml']);
  expect(findingsAt(loaded)).toEqual(['b.yaml:2:7 duplicate-endpoint']);
  const [finding] = loaded.diagnostics;
  expect(finding?.message).toBe('the endpoint `chat` is declared twice: here and in a.yaml:1:7');
  expect(finding?.related).toMatchObject({ range: { file: 'a.yaml', line: 1 }, sourceLine: 'name: chat' });
});

it('counts warnings as errors where that is asked for', async () => {
  const cwd = await folderOf({ 'a.yaml': 'name: a\nrate_limits: [{calls: 1, renewal_period: minute}]\n' });
  expect((await load(cwd, ['a.yaml'])).diagnostics[0]?.severity).toBe('warning');
  expect((await load(cwd, ['a.yaml'], { strict: true })).diagnostics[0]?.severity).toBe('error');
});

it('takes a JSON manifest that names its schema', async () => {
  const cwd = await folderOf({ 'a.json': '{"$schema": "./endpoint.schema.json", "name": "a"}' });
  const loaded = await load(cwd, ['a.json']);
  expect(findingsAt(loaded)).toEqual([]);
  expect(loaded.endpoints[0]?.document).toEqual({ name: 'a' });
});
