import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, churn } from './manifests.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const granted = (...grants: readonly string[]): string =>
  `${churn}permissions:\n${grants.map((grant) => `  - {${grant}}\n`).join('')}`;

const bundle = (...grants: readonly string[]): string => `bundle: {name: shop}
resources:
  secret_scopes:
    keys:
      name: shop-keys
      permissions:
${grants.map((grant) => `        - {${grant}}\n`).join('')}`;

const acls = async (): Promise<Record<string, string>> => {
  const { stdout } = await folder.run('secrets list-acls shop-keys -o json');
  const items = JSON.parse(stdout) as { principal: string; permission: string }[];
  return Object.fromEntries(items.map(({ principal, permission }) => [principal, permission]));
};

const requests = async (line: string): Promise<unknown> =>
  JSON.parse((await folder.run(`${line} --dry-run -o json`)).stdout);

describe('a grant to a service principal', () => {
  it('by its display name is compared by its application id, and sent by it', async () => {
    await folder.save('churn.yaml', granted('level: CAN_QUERY, service_principal_name: deployer'));
    await applied(folder, 'apply -f churn.yaml');
    expect((await folder.run('diff -f churn.yaml --exit-code')).code).toBe(0);
    const { stdout } = await folder.run('endpoints permissions get churn -o json');
    expect(stdout).not.toContain('"deployer"');
    await folder.save('churn.yaml', granted('level: CAN_VIEW, service_principal_name: deployer'));
    expect((await folder.run('diff -f churn.yaml --exit-code')).code).toBe(3);
  });

  it('is the same by name and by id', async () => {
    await folder.save('churn.yaml', granted('level: CAN_QUERY, service_principal_name: deployer'));
    await applied(folder, 'apply -f churn.yaml');
    const { stdout } = await folder.run('endpoints permissions get churn -o json');
    const id = /"([0-9a-f]{8}-[0-9a-f-]+)"/.exec(stdout)?.[1] ?? '';
    await folder.save('churn.yaml', granted(`level: CAN_QUERY, service_principal_name: ${id}`));
    expect((await folder.run('diff -f churn.yaml --exit-code')).code).toBe(0);
  });
});

describe('permissions of a secret scope', () => {
  it('are put with the scope, changed and taken away; after an apply a diff is empty', async () => {
    await folder.save(
      'databricks.yml',
      bundle('level: READ, group_name: readers', 'level: WRITE, user_name: Ana@example.com'),
    );
    expect(await requests('apply -f .')).toMatchObject([
      { path: '/api/2.0/secrets/scopes/create', body: { scope: 'shop-keys' } },
      { path: '/api/2.0/secrets/acls/put', body: { principal: 'readers', permission: 'READ' } },
      { path: '/api/2.0/secrets/acls/put', body: { principal: 'Ana@example.com', permission: 'WRITE' } },
    ]);
    await applied(folder);
    const { code, stdout } = await folder.run('diff -f . --exit-code --why');
    expect(code).toBe(0);
    // Whoever created the scope keeps what came with that.
    expect(stdout).toContain('who applies the manifest keeps MANAGE');
    expect(await acls()).toMatchObject({ readers: 'READ', 'Ana@example.com': 'WRITE' });

    await folder.save('databricks.yml', bundle('level: MANAGE, group_name: readers'));
    const changed = await folder.run('diff -f . --exit-code');
    expect(changed.code).toBe(3);
    expect(changed.stdout).toContain('[readers]: READ -> MANAGE');
    expect(changed.stdout).toMatch(/^- +\[Ana@example.com\]: WRITE\n/m);
    await applied(folder);
    expect(await acls()).toMatchObject({ readers: 'MANAGE' });
    expect(await acls()).not.toHaveProperty(['Ana@example.com']);
    expect((await folder.run('diff -f . --exit-code')).code).toBe(0);
  });

  it('are left alone where none are declared, and as a whole taken away by an empty list', async () => {
    await folder.save('databricks.yml', bundle('level: READ, group_name: readers'));
    await applied(folder);
    await folder.save('databricks.yml', bundle().replace(/ +permissions:\n/, ''));
    expect((await folder.run('diff -f . --exit-code')).code).toBe(0);
    await folder.save('databricks.yml', bundle().replace('permissions:', 'permissions: []'));
    await applied(folder);
    expect(Object.values(await acls())).toEqual(['MANAGE']);
  });

  it('name a service principal by its display name, too', async () => {
    await folder.save('databricks.yml', bundle('level: READ, service_principal_name: deployer'));
    await applied(folder);
    expect(await acls()).not.toHaveProperty('deployer');
    expect((await folder.run('diff -f . --exit-code')).code).toBe(0);
  });

  it('are kept in a saved plan, which is refused once they have moved', async () => {
    await folder.save('databricks.yml', bundle('level: READ, group_name: readers'));
    await applied(folder);
    await folder.save('databricks.yml', bundle('level: WRITE, group_name: readers'));
    expect((await folder.run('diff -f . --out plan.json')).code).toBe(0);
    await folder.run('secrets put-acl shop-keys others READ');
    const refused = await folder.run('apply --plan plan.json');
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('secret scope shop-keys changed in the workspace');
    expect((await folder.run('diff -f . --out plan.json')).code).toBe(0);
    expect((await folder.run('apply --plan plan.json')).code).toBe(0);
    expect(await acls()).toMatchObject({ readers: 'WRITE' });
    expect(await acls()).not.toHaveProperty('others');
  });
});
