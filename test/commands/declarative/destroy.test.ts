import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, chat, churn, withKey } from './manifests.ts';

let folder: WorkspaceFolder;
beforeEach(async () => {
  folder = await workspaceFolder();
  await folder.save('chat.yaml', chat);
  await folder.save('churn.yaml', churn);
  await applied(folder);
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('destroy', () => {
  it('deletes what is declared, and nothing else; a second time there is nothing to do', async () => {
    const { code, stdout } = await folder.run('destroy -f chat.yaml --yes');
    expect(code).toBe(0);
    expect(stdout).toContain('Deleted 3.');
    expect((await folder.run('endpoints get chat')).code).toBe(5);
    expect((await folder.run('endpoints get churn')).code).toBe(0);
    expect((await folder.run('secrets list-scopes -o json')).stdout).toBe('[]\n');
    const again = await folder.run('destroy -f chat.yaml --yes');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do.\n' });
  });

  it('keeps a scope that holds secrets of others', async () => {
    await folder.run(['secrets', 'put', 'llm', 'other', '--from-env', 'OPENAI_API_KEY'], withKey);
    await folder.run('destroy -f chat.yaml --yes');
    const { stdout } = await folder.run('secrets list llm -o name');
    expect(stdout).toBe('other\n');
  });

  it('names what goes and asks; without a terminal it wants --yes', async () => {
    const unasked = await folder.run('destroy -f churn.yaml');
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('confirmation is needed to delete endpoint churn');
    const no = await folder.run('destroy -f churn.yaml', { tty: true, stdin: 'n\n' });
    expect(no.code).toBe(0);
    expect(no.stderr).toContain('Delete endpoint churn? [y/N]');
    expect((await folder.run('endpoints get churn')).code).toBe(0);
    expect((await folder.run('destroy -f churn.yaml', { tty: true, stdin: 'yes\n' })).code).toBe(0);
    expect((await folder.run('endpoints get churn')).code).toBe(5);
  });

  it('leaves what Databricks provides, and says that what was set on it stays', async () => {
    const gateway = 'name: local-echo\nai_gateway: {rate_limits: [{calls: 5, renewal_period: minute}]}\n';
    await folder.save('echo.yaml', gateway);
    await applied(folder, 'apply -f echo.yaml');
    const { code, stdout, stderr } = await folder.run('destroy -f echo.yaml --yes');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing to do.\n' });
    expect(stderr).toContain('Nothing to delete: what is there of it is provided by Databricks.');
    expect(stderr).not.toContain('none of what is declared is there');
    expect(stderr).toContain('echo.yaml:1:7: warning[provided-stays]: endpoint local-echo is provided by');
    expect((await folder.run('endpoints get local-echo -o json')).stdout).toContain('"calls": 5');
    // As the hint says.
    await folder.save('echo.yaml', 'name: local-echo\nai_gateway: {}\n');
    await applied(folder, 'apply -f echo.yaml');
    expect((await folder.run('endpoints get local-echo -o json')).stdout).not.toContain('"calls"');
    expect((await folder.run('diff -f echo.yaml --exit-code')).code).toBe(0);
  });

  it('with --dry-run prints the requests', async () => {
    const { stdout } = await folder.run('destroy -f churn.yaml --dry-run -o name');
    expect(stdout).toBe('DELETE /api/2.0/serving-endpoints/churn\n');
    expect((await folder.run('endpoints get churn')).code).toBe(0);
  });
});
