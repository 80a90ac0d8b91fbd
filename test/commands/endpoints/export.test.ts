import { chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, canary, chat, churn } from '../declarative/manifests.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await mkdir(join(folder.path, 'given'));
  await folder.save('given/chat.yaml', chat);
  await folder.save('given/churn.yaml', churn);
});
afterEach(() => folder[Symbol.asyncDispose]());

const text = (file: string): Promise<string> => readFile(join(folder.path, file), 'utf8');
const ok = async (line: string, options = {}): Promise<string> => {
  const { code, stdout, stderr } = await folder.run(line, options);
  expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
  return stdout;
};

/** Ends well only where nothing differs. */
const isInLine = (file: string): Promise<string> => ok(`diff -f ${file} --exit-code`);

describe('endpoints export', () => {
  beforeEach(() => applied(folder, 'apply -f given'));

  it('writes a text that looks like a variable so that it is read as a text', async () => {
    const looks = churn.replace('value: growth', () => "value: 'the $${env.TEAM} of ${var.x:-x}'");
    await folder.save('looks.yaml', looks.replace('name: churn', 'name: looks'));
    await applied(folder, 'apply -f looks.yaml');
    expect(await ok('endpoints get looks -o json')).toContain('"the ${env.TEAM} of x"');
    await folder.save('printed.yaml', await ok('endpoints export looks --no-permissions'));
    expect(await text('printed.yaml')).toContain('the $${env.TEAM} of x');
    await isInLine('printed.yaml');
    await ok('endpoints export looks --into other.yaml');
    await isInLine('other.yaml');
    await folder.save('other.yaml', (await text('other.yaml')).replace('the $${env.TEAM} of x', 'another'));
    await ok('endpoints export looks --into other.yaml');
    expect(await text('other.yaml')).toContain('the $${env.TEAM} of x');
    await isInLine('other.yaml');
  });

  it('prints a tidy manifest that diffs clean at once', async () => {
    const manifest = await ok('endpoints export churn --no-permissions');
    expect(manifest).toBe(`name: churn
config:
  served_entities:
    - name: current
      entity_name: main.models.churn
      entity_version: "1"
      workload_size: Small
      scale_to_zero_enabled: true
tags:
  - key: team
    value: growth
`);
    await folder.save('churn-again.yaml', manifest);
    await isInLine('churn-again.yaml');
  });

  it('prints several documents, with the permissions, and takes them back through a pipe', async () => {
    const manifest = await ok('endpoints export churn chat');
    expect(manifest.split('---\n').map((each) => each.split('\n', 1)[0])).toEqual([
      'name: churn',
      'name: chat',
    ]);
    expect(manifest).toContain('permissions:\n  - user_name: local-user@localhost\n    level: CAN_MANAGE\n');
    await ok('diff -f - --exit-code', { stdin: manifest });
    expect(await ok('endpoints export --all --no-permissions')).toMatch(
      /^name: chat\n[^]*\n---\nname: churn\n/,
    );
  });

  it('prints one endpoint as one JSON value, which is a manifest too, and several as a list', async () => {
    const one = await ok('endpoints export churn -o json');
    expect(JSON.parse(one)).toMatchObject({ name: 'churn', tags: [{ key: 'team', value: 'growth' }] });
    await folder.save('churn.json', one);
    await isInLine('churn.json');
    expect(JSON.parse(await ok('endpoints export --all -o json'))).toMatchObject([
      { name: 'chat' },
      { name: 'churn' },
    ]);
    expect(await ok('endpoints export --all -o name')).toBe('chat\nchurn\n');
    expect(await ok('endpoints export churn --query config.served_entities[0].name -o json')).toBe(
      '"current"\n',
    );
  });

  it('writes a variable where a key stands in plain text, which only an apply that sends it asks for', async () => {
    const plain = chat
      .replace(/secrets:[^]*?(?=config:)/, '')
      .replace(/openai_api_key: .*/, `openai_api_key_plaintext: ${canary}`)
      .replace('name: chat', 'name: plain');
    await folder.save('plain.yaml', plain);
    await ok('apply -f plain.yaml');
    const manifest = await ok('endpoints export plain');
    expect(manifest).not.toContain(canary);
    expect(manifest).toContain('openai_api_key_plaintext: ${env.OPENAI_API_KEY}\n');
    await folder.save('plain.yaml', manifest);
    await ok('validate -f plain.yaml');
    await isInLine('plain.yaml');
    await ok('apply -f plain.yaml');
    await folder.save('plain.yaml', manifest.replace('gpt-4o', 'gpt-4.1'));
    const refused = await folder.run('apply -f plain.yaml');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('OPENAI_API_KEY');
  });

  it('passes over what Databricks provides, and exports its gateway by name', async () => {
    const { stderr } = await folder.run('endpoints export --all');
    expect(stderr).toContain('that Databricks provides');
    const limits = 'ai_gateway:\n  rate_limits:\n    - calls: 5\n      renewal_period: minute\n';
    await folder.save('limits.yaml', limits);
    await ok('endpoints update local-echo -f limits.yaml');
    const manifest = await ok('endpoints export local-echo --no-permissions');
    expect(manifest).toBe(
      'name: local-echo\nai_gateway:\n  rate_limits:\n    - renewal_period: minute\n      calls: 5\n',
    );
    await folder.save('echo.yaml', manifest);
    await isInLine('echo.yaml');
  });

  it('says which name was probably meant', async () => {
    const { code, stderr } = await folder.run('endpoints export chatt');
    expect(code).toBe(5);
    expect(stderr).toContain('did you mean chat?');
  });

  it.each([
    ['endpoints export', 'no endpoint is named'],
    ['endpoints export chat --all', '--all and names exclude each other'],
    ['endpoints export chat --into a --dir b', '--into and --dir exclude each other'],
    ['endpoints export chat --into -', '--into takes a file'],
    ['endpoints export chat --into given', 'given is a directory'],
  ])('refuses `%s`', async (line, message) => {
    const { code, stderr } = await folder.run(line);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('endpoints export --into', () => {
  beforeEach(() => applied(folder, 'apply -f given'));

  it('leaves a file that is in line as it is', async () => {
    const before = `# mine\nname:   churn # really\n\n${churn.slice('name: churn\n'.length)}`;
    await folder.save('mine.yaml', before);
    expect(await ok('endpoints export churn --into mine.yaml --no-permissions')).toContain('unchanged');
    expect(await text('mine.yaml')).toBe(before);
  });

  it('changes what differs, and keeps comments, order, spelling and other documents', async () => {
    const before = `# The churn model.
tags:
- {key: team,   value: growth}   # who pays
name: churn

config:
  served_entities:
  - name: current  # one alone
    # pinned
    entity_version: '1'
    entity_name: main.models.churn

    workload_size: 'Small'
    scale_to_zero_enabled: true
--- # the other one
${chat}# the end
`;
    await folder.save('both.yaml', before);
    await isInLine('both.yaml');
    await folder.save(
      'other.yaml',
      churn.replace("'1'", "'2'").replace('value: growth', 'value: sales\n  - key: env\n    value: prod'),
    );
    await ok('apply -f other.yaml');
    await ok('endpoints export churn --into both.yaml --no-permissions');
    const after = before
      .replace("entity_version: '1'", 'entity_version: "2"')
      .replace(
        '- {key: team,   value: growth}   # who pays\n',
        '- {key: team, value: sales} # who pays\n- key: env\n  value: prod\n',
      );
    expect(await text('both.yaml')).toBe(after);
    await isInLine('both.yaml');
  });

  it('writes a new file, adds to a file, and writes one for each endpoint', async () => {
    expect(await ok('endpoints export chat --into new.yaml -o json')).toContain('"outcome": "added"');
    await ok('endpoints export churn --into new.yaml');
    expect((await text('new.yaml')).split('---\n')).toHaveLength(2);
    await isInLine('new.yaml');
    await ok('endpoints export --all --dir all/of/them');
    expect(await readdir(join(folder.path, 'all/of/them'))).toEqual(['chat.yaml', 'churn.yaml']);
    await isInLine('all/of/them');
  });

  it('updates MLflow’s older form and a bundle in their own forms', async () => {
    await folder.save(
      'flat.yaml',
      'name: churn\nserved_models:\n  - name: current\n    model_name: main.models.churn\n    model_version: "9"\n    workload_size: Small\n    scale_to_zero_enabled: true\n',
    );
    await ok('endpoints export churn --into flat.yaml --no-permissions');
    expect(await text('flat.yaml')).toBe(
      'name: churn\nserved_models:\n  - name: current\n    model_name: main.models.churn\n    model_version: "1"\n    workload_size: Small\n    scale_to_zero_enabled: true\ntags:\n  - key: team\n    value: growth\n',
    );
    await isInLine('flat.yaml');
    await folder.save(
      'databricks.yml',
      'bundle:\n  name: b\nresources:\n  model_serving_endpoints:\n    mine: # keep\n      name: churn\n      tags: [{key: team, value: else}]\n',
    );
    await ok('endpoints export churn chat --into databricks.yml --no-permissions');
    const bundle = await text('databricks.yml');
    expect(bundle).toContain(
      '    mine: # keep\n      name: churn\n      tags: [{key: team, value: growth}]\n',
    );
    expect(bundle).toContain('\n    chat:\n      name: chat\n');
    await isInLine('databricks.yml');
  });

  it('updates a JSON file as JSON', async () => {
    await folder.save('churn.json', JSON.stringify({ name: 'churn', tags: [] }));
    await ok('endpoints export churn --into churn.json --no-permissions');
    expect(JSON.parse(await text('churn.json'))).toMatchObject({ tags: [{ key: 'team', value: 'growth' }] });
    await isInLine('churn.json');
    expect((await folder.run('endpoints export chat --into churn.json')).stderr).toContain(
      'churn.json has room for one endpoint',
    );
  });

  it('refuses a file with errors, and leaves it as it is', async () => {
    const broken = 'name: churn\nconfig:\n  served_entites: []\n';
    await folder.save('broken.yaml', broken);
    const { code, stderr } = await folder.run('endpoints export churn --into broken.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('broken.yaml:3:3');
    expect(await text('broken.yaml')).toBe(broken);
  });

  it('writes through a link, keeps the mode, and leaves nothing beside the file', async () => {
    await folder.save('real.yaml', 'name: churn\ntags: []\n');
    await chmod(join(folder.path, 'real.yaml'), 0o640);
    await symlink('real.yaml', join(folder.path, 'link.yaml'));
    const before = await readdir(folder.path);
    await ok('endpoints export churn --into link.yaml --no-permissions');
    expect(await text('real.yaml')).toContain('value: growth');
    expect((await stat(join(folder.path, 'real.yaml'))).mode & 0o777).toBe(0o640);
    expect(await readdir(folder.path)).toEqual(before);
  });
});
