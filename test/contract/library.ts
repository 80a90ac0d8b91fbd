import { describe, expect, test } from 'vitest';
import { createDeployClient } from '../../src/client/deploy-client.ts';
import { waitForEndpoint } from '../../src/client/wait.ts';
import { fakeClock } from '../helpers/fake-host.ts';
import { custom, errorOf, external, type MakeWorkspace, open } from './workspace.ts';

/** What is built on the operations: waiting, and MLflow's client. */
export function libraryContract(make: MakeWorkspace): void {
  describe('the library', () => {
    test('a wait sees the deployment under way before it sees it done', async () => {
      const { client } = await open(make);
      await client.endpoints.create(custom('mine'));
      const phases: string[] = [];
      for await (const { phase } of waitForEndpoint(client, 'mine', { clock: fakeClock(), until: 'ready' })) {
        phases.push(phase);
      }
      expect(phases[0]).toBe('updating');
      expect(phases.at(-1)).toBe('ready');
    });

    test('the walk of MLflow’s guide', async () => {
      const { client } = await open(make);
      const deployments = createDeployClient(client);
      const limits = (calls: number) => [{ key: 'user', renewal_period: 'minute' as const, calls }];
      const { config } = external('chat');

      const created = await deployments.createEndpoint({
        name: 'chat',
        config: { ...config, tags: [{ key: 'foo', value: 'bar' }], rate_limits: limits(5) },
      });
      expect(created).toMatchObject({ name: 'chat', tags: [{ key: 'foo', value: 'bar' }] });
      expect((await deployments.listEndpoints()).map(({ name }) => name)).toContain('chat');
      expect((await deployments.getEndpoint({ endpoint: 'chat' })).name).toBe('chat');
      const updated = await deployments.updateEndpoint({
        endpoint: 'chat',
        config: { rate_limits: limits(10) },
      });
      expect(updated).toEqual({ rate_limits: limits(10) });
      const inputs = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 128 };
      expect(await errorOf(deployments.predict({ endpoint: 'chat', inputs }))).toMatchObject({
        message: expect.stringContaining('{{secrets/') as string,
      });
      expect(await deployments.predict({ endpoint: 'local-echo', inputs })).toMatchObject({
        choices: [{ message: { content: 'Hello' } }],
      });
      await deployments.deleteEndpoint({ endpoint: 'chat' });
      expect(await errorOf(deployments.getEndpoint({ endpoint: 'chat' }))).toMatchObject({ exitCode: 5 });
    });
  });
}
