import { describe, expect, it } from 'vitest';
import { jsonSchemaKinds } from '#schemas/json-schema-kinds.ts';
import { run } from '../../helpers/run.ts';

/** What Tab gets for the last word. */
async function tab(...words: readonly string[]): Promise<{ files: string; values: string[] }> {
  const { code, stdout, stderr } = await run(['__complete', '--', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [files = '', ...lines] = stdout.trimEnd().split('\n');
  return { files, values: lines.map((line) => line.split('\t')[0] ?? '') };
}

describe('completion of', () => {
  it('commands, by what is typed of them', async () => {
    expect((await tab('')).values).toEqual(
      expect.arrayContaining(['endpoints', 'secrets', 'local', 'completion']),
    );
    expect(await tab('endp')).toEqual({ files: 'none', values: ['endpoints'] });
    expect((await tab('secrets', 'put')).values).toEqual(['put', 'put-acl']);
  });

  it('commands leaves itself out', async () => {
    expect((await tab('__')).values).toEqual([]);
  });

  it('commands brings their descriptions', async () => {
    const { stdout } = await run('__complete -- sec');
    expect(stdout).toBe(
      'none\nsecrets\tSecret scopes, the secrets that endpoints refer to, and who may read them\n',
    );
  });

  it('flags: those of the command and the global ones, but none twice that can come once', async () => {
    const first = await tab('endpoints', 'predict', 'chat', '--');
    expect(first.values).toEqual(expect.arrayContaining(['--stream', '--input', '--output', '--target']));
    const later = await tab('endpoints', 'predict', 'chat', '--stream', '--input', 'a', '-o', 'json', '--');
    expect(later.values).toContain('--input');
    expect(later.values).not.toContain('--stream');
    expect(later.values).not.toContain('--output');
  });

  it('flags ends at --', async () => {
    expect((await tab('local', 'exec', '--', '--')).values).toEqual([]);
  });

  it('the values of a flag, after a blank, after = and after its short name', async () => {
    const formats = ['table', 'json', 'yaml', 'ndjson', 'name'];
    expect((await tab('-o', '')).values).toEqual(formats);
    expect((await tab('endpoints', 'list', '--output', 'js')).values).toEqual(['json']);
    expect((await tab('--output=js')).values).toEqual(['--output=json']);
    expect((await tab('secrets', 'create-scope', 'x', '--backend', 'A')).values).toEqual(['AZURE_KEYVAULT']);
  });

  it('the values of an argument, by its place', async () => {
    expect((await tab('secrets', 'put-acl', 'scope', 'me@example.com', '')).values).toEqual([
      'READ',
      'WRITE',
      'MANAGE',
    ]);
    expect((await tab('completion', 'z')).values).toEqual(['zsh']);
    expect((await tab('schema', '')).values).toEqual(jsonSchemaKinds);
    expect((await tab('schema', '--example', 'amazon')).values).toEqual(['amazon-bedrock']);
    expect((await tab('api', 'P')).values).toEqual(['POST', 'PUT', 'PATCH']);
  });

  it('file names where a file goes, and after @ where a body does', async () => {
    expect(await tab('endpoints', 'create', '-f', 'ch')).toEqual({ files: 'files', values: [] });
    expect(await tab('--env-file=./')).toEqual({ files: 'files', values: [] });
    expect(await tab('endpoints', 'predict', 'chat', '--data', '@b')).toEqual({
      files: 'at-files',
      values: [],
    });
    expect(await tab('endpoints', 'predict', 'chat', '--data', '{')).toEqual({ files: 'none', values: [] });
    expect(await tab('endpoints', 'get', 'ch')).toEqual({ files: 'none', values: [] });
  });

  it('a line that makes no sense is silence', async () => {
    expect(await tab('nope', '--what', '-z', '')).toEqual({
      files: 'none',
      values: expect.any(Array) as string[],
    });
    expect(await tab()).toMatchObject({ files: 'none' });
  });
});

describe('completion SHELL', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s', async (shell) => {
    const { code, stdout } = await run(`completion ${shell}`);
    expect(code).toBe(0);
    expect(stdout).toContain('__complete');
  });

  it('refuses a shell that it does not know, and lists those it does', async () => {
    const { code, stderr } = await run('completion tcsh');
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish, powershell');
  });
});
