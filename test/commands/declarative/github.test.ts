import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceFolder, type WorkspaceFolder } from '../../helpers/workspace-folder.ts';
import { applied, canary, chat, churn } from './manifests.ts';

let folder: WorkspaceFolder;
let env: Record<string, string>;
beforeEach(async () => {
  folder = await workspaceFolder();
  env = {
    GITHUB_ACTIONS: 'true',
    OPENAI_API_KEY: canary,
    GITHUB_STEP_SUMMARY: `${folder.path}/summary.md`,
    GITHUB_OUTPUT: `${folder.path}/output.txt`,
  };
});
afterEach(() => folder[Symbol.asyncDispose]());

const read = (file: string): Promise<string> => readFile(`${folder.path}/${file}`, 'utf8').catch(() => '');
const annotations = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => line.startsWith('::'));
const withoutSecret = chat.replace(/secrets:[^]*?(?=config:)/, '');

describe('under GitHub Actions', () => {
  it('the plan is in the summary of the step, and the number of changes in its outputs', async () => {
    await folder.save('chat.yaml', chat);
    await folder.run('diff -f chat.yaml', { env });
    const summary = await read('summary.md');
    expect(summary).toContain('+ endpoint chat');
    expect(summary).not.toContain(canary);
    expect(await read('output.txt')).toBe('changes=3\n');
  });

  it('what is to be destroyed is in the summary, too', async () => {
    await folder.save('churn.yaml', churn);
    await applied(folder, 'apply -f churn.yaml');
    await folder.run('destroy -f churn.yaml --yes', { env });
    const summary = await read('summary.md');
    expect(summary).toContain('### servectl plan to destroy\n\nPlan: 1 to delete.\n');
    expect(summary).toContain('<summary>- endpoint churn (downtime)</summary>');
    expect(await read('output.txt')).toBe('changes=1\n');
  });

  // In Markdown a block of HTML ends with an empty line alone: a heading right below one is text.
  it('what several runs of a step append to its summary stands apart', async () => {
    await folder.save('chat.yaml', withoutSecret);
    await folder.run('diff -f chat.yaml', { env });
    await folder.run('diff -f chat.yaml', { env });
    const headings = (await read('summary.md')).match(/(^|\n)\n### servectl/g);
    expect(headings).toHaveLength(4);
    expect((await read('summary.md')).match(/### servectl/g)).toHaveLength(4);
  });

  it.each(['diff', 'apply'])('what the preflight of %s finds is annotated at its place', async (verb) => {
    await folder.save('chat.yaml', withoutSecret);
    const { code, stderr } = await folder.run(`${verb} -f chat.yaml`, { env });
    expect(code).toBe(2);
    expect(annotations(stderr)).toEqual([
      '::error file=chat.yaml,line=10,endLine=10,col=27,endColumn=50,title=scope-missing::there is no secret scope llm%0Ahint: make it with `servectl secrets create-scope llm` and `servectl secrets put llm openai`, or say under `secrets` where the value comes from',
    ]);
    // Each is said once.
    expect(stderr).not.toContain('error[scope-missing]');
    expect(stderr).toContain('error: 1 error in chat.yaml');
    expect(await read('summary.md')).toContain(
      '### servectl: 1 error in chat.yaml\n\n- **error** chat.yaml:10:27: there is no secret scope llm (scope-missing)<br>hint: ',
    );
  });

  it.each(['diff', 'apply', 'destroy'])(
    'what is wrong with the manifests of %s is annotated, and in the summary',
    async (verb) => {
      await folder.save('churn.yaml', churn.replace('value: growth', 'valeu: <b>growth'));
      const { code, stderr } = await folder.run(`${verb} -f churn.yaml`, { env });
      expect(code).toBe(2);
      expect(annotations(stderr)).toEqual([
        expect.stringMatching(/^::error file=churn.yaml,line=11,.*title=unknown-key::unknown key `valeu`/),
      ]);
      const summary = await read('summary.md');
      expect(summary).toContain('1 error in churn.yaml');
      expect(summary).toContain('churn.yaml:11:5: unknown key \\`valeu\\`');
    },
  );

  it('a warning is annotated and ends nothing', async () => {
    await folder.save('churn.yaml', churn);
    await applied(folder, 'apply -f churn.yaml');
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    const { code, stderr } = await folder.run('diff -f churn.yaml', { env });
    expect(code).toBe(0);
    expect(annotations(stderr)).toEqual([
      expect.stringMatching(/^::warning file=churn.yaml,line=12,.*replace-not-allowed/),
    ]);
    expect(await read('summary.md')).not.toContain('servectl: ');
  });

  it('an endpoint that is being deployed is noted', async () => {
    await folder.save('churn.yaml', churn);
    await applied(folder, 'apply -f churn.yaml --no-wait');
    await folder.save('churn.yaml', churn.replace('growth', 'sales'));
    const { stderr } = await folder.run('diff -f churn.yaml', { env });
    expect(annotations(stderr)).toEqual([
      expect.stringMatching(/^::notice file=churn.yaml,line=1,.*title=endpoint-busy::/),
    ]);
  });

  it('a change of what never changes ends an apply at its place', async () => {
    await folder.save('churn.yaml', churn);
    await applied(folder, 'apply -f churn.yaml');
    await folder.save('churn.yaml', `${churn}route_optimized: true\n`);
    const { code, stderr } = await folder.run('apply -f churn.yaml', { env });
    expect(code).toBe(2);
    expect(annotations(stderr)).toEqual([expect.stringMatching(/^::error file=churn.yaml,line=12,/)]);
  });

  it('the form can be chosen: there for people, elsewhere for GitHub, beside JSON too', async () => {
    await folder.save('chat.yaml', withoutSecret);
    const pretty = await folder.run('diff -f chat.yaml --reporter pretty', { env });
    expect(annotations(pretty.stderr)).toEqual([]);
    expect(pretty.stderr).toContain('error[scope-missing]');
    const github = await folder.run('diff -f chat.yaml --reporter github');
    expect(annotations(github.stderr)).toHaveLength(1);
    const json = await folder.run('diff -f chat.yaml -o json', { env });
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { details: [{ code: 'scope-missing' }] } });
    const both = await folder.run('diff -f chat.yaml -o json --reporter github', { env });
    expect(annotations(both.stderr)).toHaveLength(1);
    expect(JSON.parse(both.stdout)).toMatchObject({ format: 'servectl-plan' });
  });

  it('no text of a manifest forges another command', async () => {
    await folder.save('churn.yaml', `${churn}"x\\n::set-output name=a::b": 1\n`);
    const { stderr } = await folder.run('diff -f churn.yaml', { env });
    expect(annotations(stderr)).toHaveLength(1);
  });
});
