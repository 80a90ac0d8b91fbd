import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foreignKeys } from '../../helpers/json-keys.ts';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, chat, churn, withKey } from './manifests.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await folder.save('chat.yaml', chat);
  await folder.save('churn.yaml', churn);
});
afterEach(() => folder[Symbol.asyncDispose]());

const fewer = chat.replace('calls: 100', 'calls: 50');

describe('diff', () => {
  it('shows one change through one call where one rate limit was edited', async () => {
    await applied(folder);
    await folder.save('chat.yaml', fewer);
    const { code, stdout } = await folder.run('diff -f . --exit-code');
    expect(code).toBe(3);
    expect(stdout).toContain(
      '~ endpoint chat\n~   ai_gateway.rate_limits[endpoint calls].calls: 100 -> 50\n',
    );
    expect(stdout).toContain('Plan: 1 to update; 3 unchanged.');
    const { stdout: requests } = await folder.run('apply -f . --dry-run -o json');
    expect(JSON.parse(requests)).toMatchObject([
      { method: 'PUT', path: '/api/2.0/serving-endpoints/chat/ai-gateway' },
    ]);
    expect((await folder.run('diff -f .')).code).toBe(0);
  });

  it('prints the plan as JSON, with a version', async () => {
    const { stdout } = await folder.run('diff -f churn.yaml -o json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'servectl-plan',
      version: 2,
      entries: [{ id: 'endpoint/churn', action: 'create' }],
    });
    expect(foreignKeys(JSON.parse(stdout))).toEqual([]);
    expect((await folder.run('diff -f churn.yaml -o name')).stdout).toBe('endpoint/churn\n');
  });

  it('says with --why which rule explains a difference that is none', async () => {
    await applied(folder);
    const { stdout } = await folder.run('diff -f churn.yaml --why');
    expect(stdout).not.toContain('.state.');
    expect(stdout).toMatch(/workload_type: CPU -> \(none\)\n.*no change: .*\(workload-type; /);
    expect((await folder.run('diff -f churn.yaml')).stdout).toBe('No changes: 1 endpoint as declared.\n');
  });

  it('says once that a value can not be compared, and asks for none', async () => {
    await applied(folder);
    const { stdout, code } = await folder.run('diff -f . --exit-code', { env: {} });
    expect(code).toBe(0);
    expect(stdout.match(/never told by the workspace/g)).toHaveLength(1);
  });

  it('shows the plan and ends with 2 where the preflight finds an error', async () => {
    await folder.save('lone.yaml', chat.replace(/secrets:[^]*?(?=config:)/, ''));
    const { code, stdout, stderr } = await folder.run('diff -f lone.yaml');
    expect(code).toBe(2);
    expect(stdout).toContain('+ endpoint chat');
    expect(stderr).toContain('error[scope-missing]');
    expect((await folder.run('diff -f lone.yaml --no-preflight --exit-code')).code).toBe(3);
  });

  it('takes a replacement for a change, and says that it has to be allowed', async () => {
    await applied(folder);
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    const { code, stdout, stderr } = await folder.run('diff -f churn.yaml --exit-code');
    expect(code).toBe(3);
    expect(stdout).toContain('-/+ endpoint churn  (deleted and created anew, downtime)');
    expect(stderr).toContain('warning[replace-not-allowed]');
  });

  it('tells what blocks an entry once, and in few words however much has changed', async () => {
    await applied(folder);
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    const once = (text: string) => text.match(/has to be deleted and created anew/g)?.length;
    const diff = await folder.run('diff -f churn.yaml');
    expect(once(diff.stdout + diff.stderr)).toBe(1);
    expect(diff.stdout).toContain('! blocked: replace-not-allowed\n');
    const unchecked = await folder.run('diff -f churn.yaml --no-preflight');
    expect(once(unchecked.stdout + unchecked.stderr)).toBe(1);
    const apply = await folder.run('apply -f churn.yaml');
    expect(once(apply.stdout + apply.stderr)).toBe(1);
    const regardless = await folder.run('apply -f churn.yaml --no-preflight');
    expect(regardless.code).toBe(2);
    expect(once(regardless.stdout + regardless.stderr)).toBe(1);
    expect(regardless.stdout).toMatch(/^endpoint churn +replace +blocked *$/m);
    expect((await folder.run('explain replace-not-allowed')).code).toBe(0);
  });

  it('names three of many changes that call for a replacement', async () => {
    await applied(folder);
    const models = ['a', 'b'].map(
      (name) =>
        `{name: ${name}, external_model: {name: m, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key: '{{secrets/llm/openai}}'}}}`,
    );
    const routes =
      '{served_entity_name: a, traffic_percentage: 100}, {served_entity_name: b, traffic_percentage: 0}';
    await folder.save(
      'churn.yaml',
      `name: churn\ndescription: new\nconfig: {served_entities: [${models.join(', ')}], traffic_config: {routes: [${routes}]}}\n`,
    );
    const { stderr } = await folder.run('diff -f churn.yaml');
    expect(stderr).toMatch(/no call changes its [^,\n]+, [^,\n]+, [^,\n]+ and \d+ more\n/);
  });

  it('says of what a manifest is silent about no more than holds for it', async () => {
    await applied(folder);
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    await applied(folder, 'apply -f churn.yaml --allow-replace --yes');
    await folder.save('churn.yaml', churn.replace(/tags:[^]*/, ''));
    const { stdout } = await folder.run('diff -f churn.yaml --why');
    const whyOf = (path: string) => new RegExp(`=   ${path}.*\n +no change: (.*)`).exec(stdout)?.[1];
    expect(whyOf('route_optimized')).toMatch(
      /^the manifest says nothing of it, so it is left as it is \(undeclared;/,
    );
    expect(whyOf('tags')).toContain('declared empty, it would be cleared');
  });
});

describe('a saved plan', () => {
  const save = () => folder.run('diff -f . --out plan.json', withKey);

  it('is carried out as it is', async () => {
    await applied(folder);
    await folder.save('chat.yaml', fewer);
    expect((await save()).code).toBe(0);
    const { code, stdout } = await folder.run('apply --plan plan.json -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ counts: { applied: 1, unchanged: 3 } });
    expect((await folder.run('diff -f . --exit-code')).code).toBe(0);
  });

  it('creates what was not there, with secrets that it does not hold', async () => {
    await save();
    expect(await folder.run('apply --plan plan.json', { env: {} })).toMatchObject({ code: 2 });
    expect(await folder.run('apply --plan plan.json', withKey)).toMatchObject({ code: 0 });
    expect((await folder.run('diff -f . --exit-code', withKey)).code).toBe(0);
  });

  it('is refused after a change of somebody else, and changes nothing then', async () => {
    await applied(folder);
    await folder.save('chat.yaml', fewer);
    await save();
    await folder.save('tags.yaml', 'tags:\n  - key: team\n    value: others\n');
    await folder.run('endpoints update chat -f tags.yaml');
    await (await import('node:fs/promises')).rm(`${folder.path}/tags.yaml`);
    const { code, stderr } = await folder.run('apply --plan plan.json');
    expect(code).toBe(6);
    expect(stderr).toContain('plan.json no longer holds: endpoint chat changed in the workspace');
    expect((await folder.run('diff -f . --exit-code')).code).toBe(3);
  });

  it('is refused after a change of the manifest, and in another workspace', async () => {
    await save();
    const elsewhere = await folder.run('apply --plan plan.json', { ...withKey, target: 'local:other.db' });
    expect(elsewhere.code).toBe(6);
    expect(elsewhere.stderr).toContain('was made for local:');
    await folder.save('churn.yaml', churn.replace('growth', 'sales'));
    const { code, stderr } = await folder.run('apply --plan plan.json', withKey);
    expect(code).toBe(6);
    expect(stderr).toContain('endpoint churn changed in the manifest');
  });

  it('is refused where it was edited, and with flags that would change it', async () => {
    await save();
    const text = await readFile(`${folder.path}/plan.json`, 'utf8');
    await writeFile(
      `${folder.path}/edited.json`,
      text.replace('"kind": "apply"', '"kind": "apply", "hidden": 1'),
    );
    expect((await folder.run('apply --plan edited.json', withKey)).code).toBe(2);
    await writeFile(`${folder.path}/other.json`, text.replace('"calls": 100', '"calls": 9999'));
    const other = await folder.run('apply --plan other.json', withKey);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('other.json was edited');
    const { stdout: printed } = await folder.run('diff -f . -o json', withKey);
    expect(printed).toBe(text);
    // As a servectl before this form had saved it.
    const older = text.replace('"version": 2', '"version": 1').replaceAll('"write_only"', '"writeOnly"');
    await writeFile(`${folder.path}/older.json`, older);
    const refused = await folder.run('apply --plan older.json', withKey);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe(
      'error: older.json is a plan of version 1, and this servectl understands version 2\n' +
        'hint: plan again, with the servectl that is to apply it\n',
    );
    expect((await folder.run('apply --plan plan.json --prune', withKey)).code).toBe(2);
    expect((await folder.run('apply --plan missing.json', withKey)).code).toBe(2);
  });
});
