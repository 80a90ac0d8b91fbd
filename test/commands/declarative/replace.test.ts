import { expect, it } from 'vitest';
import { faultWorkspace } from '../../helpers/fault-workspace.ts';

const env = { DATABRICKS_HOST: 'https://example.cloud.databricks.com', DATABRICKS_TOKEN: 'dapi0' };
const config =
  "config: {served_entities: [{name: m, entity_name: main.m.c, entity_version: '1', scale_to_zero_enabled: true}]}\n";
const before = `name: churn\n${config}tags: [{key: team, value: growth}]\npermissions: [{group_name: users, level: CAN_QUERY}]\n`;
const after = `name: churn\n${config}description: new\n`;
const replace = 'apply -f - --yes --allow-replace';
const carried = '  tags:\n    - key: team\n      value: growth\n  permissions:\n';

it('a replacement says beforehand what it takes over although its manifest is silent about it', async () => {
  await using workspace = await faultWorkspace();
  await workspace.run({ argv: 'apply -f - --yes', stdin: before, env });
  const { code, stderr } = await workspace.run({ argv: replace, stdin: after, env });
  expect(code).toBe(0);
  expect(stderr).toContain(
    `warning: endpoint churn takes this over, which its manifest does not declare:\n${carried}`,
  );
  expect(stderr.indexOf('takes this over')).toBeLessThan(stderr.indexOf('endpoint churn: deleting'));
});

it('a replacement of what is declared as a whole says nothing of the kind', async () => {
  await using workspace = await faultWorkspace();
  await workspace.run({ argv: 'apply -f - --yes', stdin: before, env });
  const { stderr } = await workspace.run({ argv: replace, stdin: `${before}description: new\n`, env });
  expect(stderr).not.toContain('takes this over');
});

it('a replacement that ends between deleting and creating says what to write into the manifest', async () => {
  const fault = { kind: 'status', status: 400 } as const;
  await using workspace = await faultWorkspace({
    method: 'POST',
    path: '/api/2.0/serving-endpoints',
    skip: 1,
    fault,
  });
  await workspace.run({ argv: 'apply -f - --yes', stdin: before, env });
  const { code, stdout, stderr } = await workspace.run({ argv: `${replace} -o json`, stdin: after, env });
  expect(code).not.toBe(0);
  expect(stderr).toContain(
    `warning: endpoint churn is deleted and not back yet, without this, which it had and its manifest does not declare; write it into the manifest, and run it again:\n${carried}`,
  );
  expect(JSON.parse(stdout)).toMatchObject({
    outcomes: [{ status: 'failed', lost: { tags: [{ key: 'team', value: 'growth' }] } }],
  });
});
