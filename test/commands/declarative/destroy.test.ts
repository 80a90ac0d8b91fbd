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

  it('with --dry-run prints the requests', async () => {
    const { stdout } = await folder.run('destroy -f churn.yaml --dry-run -o name');
    expect(stdout).toBe('DELETE /api/2.0/serving-endpoints/churn\n');
    expect((await folder.run('endpoints get churn')).code).toBe(0);
  });
});
