import { describe, expect, test } from 'vitest';
import { custom, deploy, deployed, errorOf, external, type MakeWorkspace, open } from './workspace.ts';

const api = '/api/2.0/serving-endpoints';

/** list, get, create, update of the config, delete, stop, start */
export function endpointsContract(make: MakeWorkspace): void {
  describe('endpoints', () => {
    test('a list shows what is provided and what was made, without traffic', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine'));
      const rows = await client.endpoints.list();
      expect(lastSent()).toEqual([`GET ${api}`]);
      expect(rows.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['local-echo', 'local-embed', 'mine']),
      );
      const mine = rows.find(({ name }) => name === 'mine');
      expect(mine?.config?.served_entities).toMatchObject([
        { name: 'local-echo-1', entity_name: 'local-echo' },
      ]);
      expect(mine?.config).not.toHaveProperty('traffic_config');
    });

    test('a get tells what a list leaves out', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine'));
      const endpoint = await client.endpoints.get('mine');
      expect(lastSent()).toEqual([`GET ${api}/mine`]);
      expect(endpoint).toMatchObject({
        name: 'mine',
        description: '',
        state: { ready: 'READY', config_update: 'NOT_UPDATING' },
        permission_level: 'CAN_MANAGE',
        config: {
          config_version: 1,
          traffic_config: {
            routes: [
              {
                served_entity_name: 'local-echo-1',
                served_model_name: 'local-echo-1',
                traffic_percentage: 100,
              },
            ],
          },
        },
      });
    });

    test('a get of a name that is not there is not found', async () => {
      const { client } = await open(make);
      expect(await errorOf(client.endpoints.get('nobody'))).toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
        status: 404,
        exitCode: 5,
        message: expect.stringContaining('nobody') as string,
      });
    });

    test('a create is under way at once, and settles', async () => {
      const { client, lastSent } = await open(make);
      const created = await client.endpoints.create(custom('mine'));
      expect(lastSent()).toEqual([`POST ${api}`, custom('mine')]);
      expect(created).toMatchObject({
        name: 'mine',
        state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' },
        pending_config: { config_version: 1 },
      });
      expect(created.config).toBeUndefined();
      expect((await deployed(client, 'mine')).state).toMatchObject({
        ready: 'READY',
        config_update: 'NOT_UPDATING',
      });
    });

    test('a create without a config has nothing to deploy', async () => {
      const { client } = await open(make);
      const { state } = await client.endpoints.create({ name: 'bare' });
      expect(state).toMatchObject({ ready: 'NOT_READY', config_update: 'NOT_UPDATING' });
    });

    test('a create of a name that is taken is a conflict', async () => {
      const { client } = await open(make);
      await client.endpoints.create({ name: 'mine' });
      expect(await errorOf(client.endpoints.create({ name: 'mine' }))).toMatchObject({
        code: 'RESOURCE_ALREADY_EXISTS',
        exitCode: 6,
      });
    });

    test.each([
      ['a name with a slash', { name: 'a/b' }],
      [
        'an external model without its provider’s config',
        {
          name: 'mine',
          config: {
            served_entities: [{ external_model: { name: 'm', provider: 'openai', task: 'llm/v1/chat' } }],
          },
        },
      ],
    ])('a create with %s is refused as invalid', async (_, body) => {
      const { client } = await open(make);
      expect(await errorOf(client.endpoints.create(body))).toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        status: 400,
        exitCode: 2,
      });
    });

    test('what is write-only never comes back', async () => {
      const { client } = await open(make);
      const sent = external('mine');
      const [entity] = sent.config?.served_entities ?? [];
      const openai_config = {
        openai_api_key_plaintext: 'sk-test',
        openai_api_base: 'https://example.com/v1',
      };
      await deploy(client, {
        ...sent,
        rate_limits: [{ calls: 5, key: 'user', renewal_period: 'minute' }],
        config: {
          served_entities: [{ ...entity, external_model: { ...entity!.external_model!, openai_config } }],
        },
      });
      const text = JSON.stringify([await client.endpoints.get('mine'), await client.endpoints.list()]);
      expect(text).toContain('https://example.com/v1');
      expect(text).not.toContain('sk-test');
      expect(text).not.toContain('plaintext');
      expect(text).not.toContain('rate_limits');
    });

    test('a new config is a new version, and the old one serves meanwhile', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine', '1'));
      const config = custom('mine', '2').config!;
      const updating = await client.endpoints.updateConfig('mine', config);
      expect(lastSent()).toEqual([`PUT ${api}/mine/config`, config]);
      expect(updating).toMatchObject({
        state: { ready: 'READY', config_update: 'IN_PROGRESS' },
        config: { config_version: 1 },
        pending_config: { config_version: 2, served_entities: [{ name: 'local-echo-2' }] },
      });
      const settled = await deployed(client, 'mine');
      expect(settled.pending_config).toBeUndefined();
      expect(settled.config).toMatchObject({ config_version: 2, served_entities: [{ entity_version: '2' }] });
    });

    test('a new config while one is under way is a conflict', async () => {
      const { client } = await open(make);
      await client.endpoints.create(custom('mine'));
      const error = await errorOf(client.endpoints.updateConfig('mine', custom('mine', '2').config!));
      expect(error).toMatchObject({ exitCode: 6 });
    });

    test('a deleted endpoint is gone, and can not be deleted again', async () => {
      const { client, lastSent } = await open(make);
      const { id } = await deploy(client, custom('mine'));
      await client.endpoints.delete('mine');
      expect(lastSent()).toEqual([`DELETE ${api}/mine`]);
      expect(await errorOf(client.endpoints.get('mine'))).toMatchObject({ exitCode: 5 });
      expect(await errorOf(client.endpoints.delete('mine'))).toMatchObject({ exitCode: 5 });
      expect((await deploy(client, custom('mine'))).id).not.toBe(id);
    });

    test('a stopped endpoint refuses to answer, and starts with a new version', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine'));
      await client.endpoints.stop('mine');
      expect(lastSent()).toEqual([`POST ${api}/mine/config:stop`]);
      expect((await client.endpoints.get('mine')).state).toMatchObject({
        ready: 'NOT_READY',
        suspend: 'STOPPED',
      });
      expect(await errorOf(client.query.invoke('mine', { inputs: ['hi'] }))).toMatchObject({ exitCode: 6 });

      await client.endpoints.start('mine');
      expect(lastSent()).toEqual([`POST ${api}/mine/config:start`]);
      const started = await deployed(client, 'mine');
      expect(started).toMatchObject({ state: { ready: 'READY' }, config: { config_version: 2 } });
    });

    test('an endpoint of an external model can not be stopped', async () => {
      const { client } = await open(make);
      await deploy(client, external('mine'));
      expect(await errorOf(client.endpoints.stop('mine'))).toMatchObject({ status: 400, exitCode: 2 });
    });
  });
}
