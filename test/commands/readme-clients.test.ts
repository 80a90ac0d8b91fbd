import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientVariables } from '../../src/commands/endpoints/env/client-variables.ts';
import { run } from '../helpers/run.ts';
import { answer, scriptedTransport } from '../helpers/scripted-transport.ts';

const readme = readFileSync('README.md', 'utf8');

/** The console block after a marker: its first line is the command. */
function block(marker: string): readonly [command: string, shown: string] {
  const text = readme.split(`<!-- ${marker} -->`)[1]?.split('```console\n')[1]?.split('```')[0] ?? '';
  const [command = '', ...shown] = text.split('\n');
  return [command.replace(/^\$ /, ''), shown.join('\n')];
}

it('chat answers as the README shows', async () => {
  const [line, shown] = block('chat');
  const [, typed = '', command = ''] = /^printf '(.*)' \| servectl (.*)$/.exec(line) ?? [];
  const { stdout, stderr } = await run(command, {
    stdin: typed.replaceAll('\\n', '\n'),
    target: 'local::memory:',
  });
  expect({ stdout, stderr }).toEqual({ stdout: shown, stderr: '' });
});

it('endpoints env prints what the README shows', async () => {
  const [line, shown] = block('env');
  const { stdout } = await run(line.replace(/^servectl /, ''), {
    env: { DATABRICKS_HOST: 'https://my-workspace.cloud.databricks.com', DATABRICKS_TOKEN: 'dapi123' },
    transport: scriptedTransport(answer(200, { name: 'chat', task: 'llm/v1/chat' })),
  });
  expect(stdout).toBe(shown);
});

it('the README says of each variable who reads it', () => {
  const access = {
    name: 'x',
    task: 'llm/v1/chat',
    host: 'h',
    workspaceId: '1',
    profile: 'p',
    hasOtherCredentials: true,
  };
  const token = { openai: 't', databricks: 't' };
  const names = [clientVariables(access), clientVariables({ ...access, token })].flatMap(({ variables }) =>
    Object.keys(variables),
  );
  const rows = readme.split('| who reads it')[1]?.split('\n\n')[0] ?? '';
  expect(new Set(rows.match(/[A-Z]+(?:_[A-Z]+)+/g))).toEqual(new Set(names));
});
