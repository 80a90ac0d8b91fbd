import { describe, expect, test } from 'vitest';
import { ConnectionError } from '../../src/errors.ts';
import { discard } from '../../src/http/body.ts';
import type { Transport } from '../../src/http/transport.ts';
import { custom, deploy, errorOf, external, type MakeWorkspace, open } from './workspace.ts';

const reset = (): ConnectionError =>
  new ConnectionError('ECONNRESET', 'the connection was reset', { retryable: true, ambiguous: true });

/** Loses what `where` says of the first POST: the request on its way, or the answer to it. */
const losing =
  (make: MakeWorkspace, where: 'request' | 'answer'): MakeWorkspace =>
  async () => {
    const workspace = await make();
    const { transport } = workspace;
    let isLost = false;
    const lossy: Transport = {
      close: () => transport.close(),
      send: async (request) => {
        const isFirstPost = request.method === 'POST' && !isLost;
        if (isFirstPost) isLost = true;
        if (isFirstPost && where === 'request') throw reset();
        const response = await transport.send(request);
        if (!isFirstPost) return response;
        await discard(response);
        throw reset();
      },
    };
    return { transport: lossy, close: () => workspace.close() };
  };

/** A create is made once, whatever becomes of its answer. */
export function lostAnswersContract(make: MakeWorkspace): void {
  describe('a create whose answer is lost', () => {
    test.each([
      ['a custom model whose name the server chose', custom('mine')],
      ['an external model', external('mine')],
      ['no config at all', { name: 'mine' }],
    ])('is found as it was sent: %s', async (_, body) => {
      const { client, lastSent } = await open(losing(make, 'answer'));
      const created = await client.endpoints.create(body);
      expect(created).toMatchObject({ name: 'mine', id: expect.any(String) as string });
      expect(lastSent()).toEqual(['GET /api/2.0/serving-endpoints/mine']);
    });

    test('is found where its model is in the legacy form', async () => {
      const { client } = await open(losing(make, 'answer'));
      const created = await client.endpoints.create({
        name: 'mine',
        config: {
          served_models: [{ model_name: 'local-echo', model_version: '1', scale_to_zero_enabled: true }],
        },
      });
      expect(created.name).toBe('mine');
    });

    test('is sent again where the request was lost, too', async () => {
      const { client, lastSent } = await open(losing(make, 'request'));
      const created = await client.endpoints.create(custom('mine'));
      expect(created.name).toBe('mine');
      expect(lastSent()).toEqual(['POST /api/2.0/serving-endpoints', custom('mine')]);
    });

    test('is a conflict where the name was someone else’s before', async () => {
      // The first POST is the other's: its answer is lost, and it is found.
      const { client } = await open(losing(make, 'answer'));
      await deploy(client, custom('mine', '7'));
      expect(await errorOf(client.endpoints.create(custom('mine', '8')))).toMatchObject({ exitCode: 6 });
      expect((await client.endpoints.get('mine')).config?.served_entities?.[0]?.entity_version).toBe('7');
    });
  });
}
