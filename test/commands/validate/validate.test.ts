import { describe, expect, it } from 'vitest';
import { folderOf } from '../../helpers/load.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { yaml } from '../../helpers/manifest.ts';

const good = 'name: a\ntags: [{key: team}]\n';
const bad = yaml`
  name: b
  tags:
    - {key: k, valeu: v}
`;
const warned = 'name: c\nrate_limits: [{calls: 1, renewal_period: minute}]\n';

/** No workspace is configured, and whoever asks for one gets an error. */
async function validate(
  files: Readonly<Record<string, string>>,
  argv: string,
  options: RunOptions = {},
): ReturnType<typeof run> {
  return run(`validate ${argv}`, {
    cwd: await folderOf(files),
    transport: { send: () => Promise.reject(new Error('nothing may be sent')), close: async () => undefined },
    ...options,
  });
}

describe('for people', () => {
  it('has nothing against secrets, which an apply puts', async () => {
    const files = { 'a.yaml': 'name: a\nsecrets: [{scope: llm, key: k, from_env: K}]\n' };
    const { code, stdout } = await validate(files, 'a.yaml --strict');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 endpoint valid\n' });
  });

  it('says how many endpoints are valid', async () => {
    const { code, stdout, stderr } = await validate({ 'a.yaml': good, 'b/c.yaml': 'name: c' }, 'a.yaml -f b');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '2 endpoints valid in 2 files\n',
      stderr: '',
    });
  });

  it('shows each fault at its place, and ends with 2', async () => {
    const { code, stdout } = await validate({ 'b.yaml': bad }, '-f b.yaml');
    expect(code).toBe(2);
    expect(stdout).toBe(
      yaml`
      b.yaml:3:14: error[unknown-key]: unknown key \`valeu\` in item 1 of \`tags\`
         3 |   - {key: k, valeu: v}
           |              ^^^^^
        hint: did you mean \`value\`?

      1 error in b.yaml
    `.replaceAll('\\`', '`'),
    );
  });

  it('ends with 0 where there are warnings alone, and with 2 where they count', async () => {
    const files = { 'c.yaml': warned };
    const { code, stdout } = await validate(files, 'c.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n1 endpoint valid \(1 warning in c\.yaml\)\n$/);
    const strict = await validate(files, 'c.yaml --strict');
    expect(strict.code).toBe(2);
    expect(strict.stdout).toContain('error[rate-limits-deprecated]');
  });

  it('leaves notes out with -q', async () => {
    const files = { 'a.yaml': good, 'job.yaml': 'resources: {jobs: {j: {}}}' };
    expect((await validate(files, '.')).stdout).toContain('note[passed-over]');
    expect((await validate(files, '. -q')).stdout).toBe('1 endpoint valid in 2 files\n');
  });

  it('reads stdin', async () => {
    expect((await validate({}, '-f -', { stdin: good })).stdout).toBe('1 endpoint valid\n');
  });

  it('asks for a manifest where none is named', async () => {
    const { code, stderr } = await validate({}, '');
    expect(code).toBe(2);
    expect(stderr).toContain('no manifest is given');
  });
});

describe('for GitHub Actions', () => {
  const env = { GITHUB_ACTIONS: 'true' };

  it('annotates by itself, with paths from the root of the repository', async () => {
    const root = await folderOf({ 'deep/b.yaml': bad });
    const { code, stdout } = await run('validate b.yaml', {
      cwd: `${root}/deep`,
      env: { ...env, GITHUB_WORKSPACE: root },
    });
    expect(code).toBe(2);
    expect(stdout.split('\n')).toEqual([
      '::error file=deep/b.yaml,line=3,endLine=3,col=14,endColumn=18,title=unknown-key::unknown key `valeu` in item 1 of `tags`%0Ahint: did you mean `value`?',
      '1 error in b.yaml',
      '',
    ]);
  });

  it('is silent but for the conclusion where all is well', async () => {
    expect((await validate({ 'a.yaml': good }, 'a.yaml', { env })).stdout).toBe('1 endpoint valid\n');
  });

  it('prints what people read where that is asked for', async () => {
    const { stdout } = await validate({ 'b.yaml': bad }, 'b.yaml --reporter pretty', { env });
    expect(stdout).toContain('error[unknown-key]');
  });

  it('prints JSON where that is asked for', async () => {
    const { stdout } = await validate({ 'b.yaml': bad }, 'b.yaml -o json', { env });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
  });

  it('lets no text of a file forge another command', async () => {
    const text = 'name: a\n"x\\n::set-output name=a::b": 1\n';
    const { stdout } = await validate({ 'b.yaml': text }, 'b.yaml', { env });
    expect(stdout.split('\n').filter((line) => line.startsWith('::'))).toHaveLength(1);
  });
});

describe('for programs', () => {
  it.each(['b.yaml -o json', 'b.yaml --reporter json'])('%s prints one JSON value', async (argv) => {
    const { code, stdout, stderr } = await validate({ 'b.yaml': bad }, argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      valid: false,
      files: ['b.yaml'],
      endpoints: ['b'],
      scopes: [],
      summary: { errors: 1, warnings: 0, notes: 0 },
      diagnostics: [
        {
          severity: 'error',
          code: 'unknown-key',
          message: 'unknown key `valeu` in item 1 of `tags`',
          hint: 'did you mean `value`?',
          file: 'b.yaml',
          line: 3,
          column: 14,
          end_line: 3,
          end_column: 19,
          path: ['tags', 0, 'valeu'],
        },
      ],
    });
  });

  it('takes a query', async () => {
    expect((await validate({ 'b.yaml': bad }, 'b.yaml --query summary.errors')).stdout).toBe('1\n');
  });

  it('prints the names of endpoints with -o name', async () => {
    expect((await validate({ 'a.yaml': good, 'c.yaml': 'name: c' }, '. -o name')).stdout).toBe('a\nc\n');
  });

  it('refuses two forms at once', async () => {
    const { code, stderr } = await validate({ 'a.yaml': good }, 'a.yaml -o yaml --reporter github');
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toContain('exclude each other');
  });
});

describe('variables', () => {
  const text = 'name: ${var.name:-x}-${env.STAGE}\nroute_optimized: ${var.fast}\n';

  it('come from the command line, from files and from the environment', async () => {
    const files = {
      'a.yaml': text,
      'v.yaml': 'fast: true\nname: from-file\n',
      'v.env': 'name=from-env-file\n',
    };
    const stdout = async (argv: string) =>
      (await validate(files, `a.yaml -o name ${argv}`, { env: { STAGE: 'dev' } })).stdout;
    expect(await stdout('--var fast=true')).toBe('x-dev\n');
    expect(await stdout('--var-file v.yaml')).toBe('from-file-dev\n');
    expect(await stdout('--var-file v.yaml --var-file v.env')).toBe('from-env-file-dev\n');
    expect(await stdout('--var-file v.yaml --var name=given')).toBe('given-dev\n');
  });

  it('of the command line that nothing names are told, those of files are not', async () => {
    const files = { 'a.yaml': 'name: ${var.name:-x}\n', 'v.yaml': 'other: 1\n' };
    const { code, stdout } = await validate(files, 'a.yaml --var nmae=y --var-file v.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'warning[unused-variable]: --var gives `nmae` a value, and nothing names `${var.nmae}`',
    );
    expect(stdout).not.toContain('other');
    expect((await validate(files, 'a.yaml --var nmae=y --strict')).code).toBe(2);
    expect((await validate(files, 'a.yaml --var name=y')).stdout).not.toContain('unused');
    // A variable of a bundle may be for resources that are passed over here.
    const bundle = {
      'b.yml': 'variables: {size: {default: 1}}\nresources: {model_serving_endpoints: {e: {name: e}}}\n',
    };
    expect((await validate(bundle, 'b.yml --var size=2')).stdout).not.toContain('unused');
  });

  it('without a value are told at their places', async () => {
    const { code, stdout } = await validate({ 'a.yaml': text }, 'a.yaml --var fats=true');
    expect(code).toBe(2);
    expect(stdout).toContain(
      'a.yaml:1:7: error[undefined-variable]: the environment variable `STAGE` is not set',
    );
    expect(stdout).toContain('a.yaml:2:18: error[undefined-variable]: the variable `fast` has no value');
    expect(stdout).toContain('did you mean `${var.fats}`?');
  });

  it('from the environment are never shown, whatever is wrong with them', async () => {
    const secret = 'hunter2 secret';
    const text =
      'name: e\nconfig: {served_entities: [{name: "${env.S}", entity_name: m, entity_version: "${env.S}", workload_type: "${env.S}", scale_to_zero_enabled: "${env.S}", external_model: {provider: "${env.S}", name: "${env.S}", task: "x-${env.S}"}}], traffic_config: {routes: [{served_entity_name: "${env.S}!", traffic_percentage: "${env.S}"}]}}\n';
    for (const argv of ['a.yaml', 'a.yaml -o json', 'a.yaml --reporter github']) {
      const { code, stdout, stderr } = await validate({ 'a.yaml': text }, argv, { env: { S: secret } });
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });

  it('need a name', async () => {
    expect((await validate({ 'a.yaml': good }, 'a.yaml --var x')).code).toBe(2);
    expect((await validate({ 'a.yaml': good }, 'a.yaml --var =x')).code).toBe(2);
  });
});
