import { expect, test } from 'vitest';
import { DeploymentFailedError } from '../../src/errors.ts';
import { systemClock } from '../../src/host.ts';
import { localTransport } from '../../src/local/transport.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';
import { custom, deploy, deployed, errorOf, open } from './workspace.ts';

test('a deployment that fails tells why, with the end of its build log, while the config before serves on', async () => {
  const { client } = await open(async () => {
    const workspace = await openLocalWorkspace({
      path: ':memory:',
      clock: systemClock,
      requireAuth: false,
      failDeployments: ({ entity_version }) => (entity_version === '2' ? 'no such version' : undefined),
      openUpstream: (origin) => {
        throw new Error(`${origin} was called`);
      },
    });
    const transport = localTransport(workspace);
    return { transport, close: () => transport.close() };
  });
  await deploy(client, custom('mine', '1'));
  await client.endpoints.updateConfig('mine', custom('mine', '2').config!);

  const error = await errorOf(deployed(client, 'mine'));

  expect(error).toBeInstanceOf(DeploymentFailedError);
  expect(error).toMatchObject({
    exitCode: 1,
    message: "the deployment of endpoint 'mine' failed; its config before, version 1, still serves",
    reasons: [
      {
        entity: 'local-echo-2',
        message: 'no such version',
        buildLogTail: expect.stringContaining('ERROR: no such version') as string,
      },
    ],
  });
  expect((await client.query.invoke('mine', { inputs: ['still here'] })).body).toEqual({
    predictions: ['still here'],
  });
});
