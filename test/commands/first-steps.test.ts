import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type RunningLocalWorkspace } from '../../src/local-entry.ts';
import { workspaceFolder, type WorkspaceFolder } from '../helpers/workspace-folder.ts';
import { run } from '../helpers/run.ts';

type Environment = Readonly<Record<string, string>>;

let folder: WorkspaceFolder;
let served: RunningLocalWorkspace;
beforeEach(async () => {
  folder = await workspaceFolder();
  served = await startLocalWorkspace();
});
afterEach(async () => {
  await served.stop();
  await folder[Symbol.asyncDispose]();
});

/** What a newcomer types first, in order, against each way to reach a workspace. */
describe.each<[string, () => Environment]>([
  ['in process', () => ({ SERVECTL_TARGET: `local:${folder.path}/w.db` })],
  ['on a port with a token', () => served.env],
  ['on a port with OAuth', () => served.oauthEnv],
])('the first eight commands, %s', (_, environment) => {
  const type = async (line: string, stdin = ''): Promise<string> => {
    const { code, stdout, stderr } = await run(line, { env: environment(), stdin });
    expect({ line, code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };

  it('do what they say, and leave nothing behind', async () => {
    await type('secrets create-scope llm');
    await type('secrets put llm openai-api-key', 'sk-test');
    await type('endpoints create -f examples/chat.yaml');
    const names = (JSON.parse(await type('endpoints list -o json')) as { name: string }[]).map(
      ({ name }) => name,
    );
    expect(names).toEqual(expect.arrayContaining(['chat', 'local-echo', 'local-embed']));
    await type('endpoints update chat -f examples/rate-limits.yaml');
    expect(await type('endpoints predict local-echo --message hello --stream')).toBe('hello\n');
    await type('endpoints delete chat --yes');
    const gone = await run('endpoints get chat', { env: environment() });
    expect(gone).toMatchObject({ code: 5, stdout: '' });
  });
});

describe('a workspace on a port', () => {
  it('answers 401 without its credentials, and the command line ends with 4', async () => {
    const { code, stderr } = await run('endpoints list', {
      env: { DATABRICKS_HOST: served.host, DATABRICKS_TOKEN: 'dapi-wrong' },
    });
    expect(code).toBe(4);
    expect(stderr).not.toContain('dapi-wrong');
  });
});
