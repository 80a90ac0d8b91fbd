import { expect, it } from 'vitest';
import { answer, scriptedTransport } from '../helpers/scripted-transport.ts';
import { run } from '../helpers/run.ts';

/** Interrupts a run while its first request is under way. */
async function interrupted(line: string, stdin = '') {
  let stop = (): void => undefined;
  const transport = scriptedTransport((request) => {
    if (request.method !== 'GET' || !line.includes('permissions')) stop();
    request.signal?.throwIfAborted();
    return answer(200, { id: '1', name: 'chat', userName: 'me@example.com' });
  });
  return run(line, {
    transport,
    stdin,
    prepare: (host) => {
      stop = () => host.interruptWith('SIGINT');
    },
  });
}

it.each([
  [
    'secrets put llm key',
    'warning: secret llm/key may have been stored: servectl secrets list llm tells when it last was; putting it again does no harm\n',
  ],
  [
    'secrets create-scope llm',
    'warning: scope llm may have been created: servectl secrets list-scopes tells\n',
  ],
  [
    'secrets delete llm key --yes',
    'warning: secret llm/key may have been deleted: servectl secrets list llm tells\n',
  ],
  [
    'secrets delete-scope llm --yes',
    'warning: scope llm may have been deleted: servectl secrets list-scopes tells\n',
  ],
  [
    'secrets put-acl llm team READ',
    'warning: team may have got READ on scope llm: servectl secrets list-acls llm tells\n',
  ],
  [
    'secrets delete-acl llm team --yes',
    'warning: permission of team on scope llm may have been deleted: servectl secrets list-acls llm tells\n',
  ],
  [
    'endpoints permissions update chat --group team=CAN_QUERY',
    'warning: the permissions of endpoint chat may have been changed: servectl endpoints permissions get chat tells\n',
  ],
  [
    'endpoints permissions set chat --group team=CAN_QUERY',
    'warning: the permissions of endpoint chat may have been changed: servectl endpoints permissions get chat tells\n',
  ],
  [
    'api POST /api/2.0/secrets/scopes/create --data {}',
    'warning: POST /api/2.0/secrets/scopes/create may have been carried out: look at what it changes before you send it again\n',
  ],
])(
  'an interrupt while it is sent says that the outcome is not known, and how to look: %s',
  async (line, warning) => {
    const { code, stderr } = await interrupted(line, 'value');
    expect(code).toBe(130);
    expect(stderr.endsWith(warning)).toBe(true);
  },
);

it('an interrupted read leaves nothing unknown', async () => {
  const { code, stderr } = await interrupted('api GET /api/2.0/serving-endpoints');
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
});
