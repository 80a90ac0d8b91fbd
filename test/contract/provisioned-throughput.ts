import { describe, expect, test } from 'vitest';
import { deployed, errorOf, type MakeWorkspace, open } from './workspace.ts';

const api = '/api/2.0/serving-endpoints';

const config = (provisioned_model_units: number) => ({
  served_entities: [
    { name: 'llama', entity_name: 'system.ai.llama', entity_version: '1', provisioned_model_units },
  ],
});

export function provisionedThroughputContract(make: MakeWorkspace): void {
  describe('provisioned throughput', () => {
    test('an endpoint is made with model units, and goes by the ordinary paths from then on', async () => {
      const { client, lastSent } = await open(make);
      const body = { name: 'big', config: config(50) };
      const created = await client.endpoints.createProvisionedThroughput(body);
      expect(lastSent()).toEqual([`POST ${api}/pt`, body]);
      expect(created).toMatchObject({ name: 'big', state: { config_update: 'IN_PROGRESS' } });
      const settled = await deployed(client, 'big');
      expect(settled.config?.served_entities).toMatchObject([{ name: 'llama', provisioned_model_units: 50 }]);
      await client.endpoints.delete('big');
    });

    test('its units are changed at once', async () => {
      const { client, lastSent } = await open(make);
      await client.endpoints.createProvisionedThroughput({ name: 'big', config: config(50) });
      await deployed(client, 'big');
      const body = { config: config(100) };
      const updated = await client.endpoints.updateProvisionedThroughputConfig('big', body);
      expect(lastSent()).toEqual([`PUT ${api}/pt/big/config`, body]);
      expect(updated).toMatchObject({
        state: { config_update: 'NOT_UPDATING' },
        config: { config_version: 2, served_entities: [{ provisioned_model_units: 100 }] },
      });
    });

    test('an ordinary endpoint has no units to change', async () => {
      const { client } = await open(make);
      await client.endpoints.create({ name: 'plain' });
      const change = client.endpoints.updateProvisionedThroughputConfig('plain', { config: config(50) });
      expect(await errorOf(change)).toMatchObject({ status: 400, exitCode: 2 });
    });

    test('whether a model can have it is told, with the step of its units', async () => {
      const { client, lastSent } = await open(make);
      const info = await client.endpoints.getModelOptimizationInfo('system.ai.llama', '1');
      expect(lastSent()).toEqual([`GET ${api}/get-model-optimization-info/system.ai.llama/1`]);
      expect(info).toMatchObject({ optimizable: true, model_unit_chunk_size: expect.any(Number) as number });
      expect(await client.endpoints.getModelOptimizationInfo('main.ml.mine', '1')).toMatchObject({
        optimizable: false,
      });
    });
  });
}
