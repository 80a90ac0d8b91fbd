import { describe, expect, test } from 'vitest';
import { custom, deploy, errorOf, type MakeWorkspace, open } from './workspace.ts';

const api = '/api/2.0/serving-endpoints';

/** build logs, server logs, metrics, the schema of queries */
export function insightContract(make: MakeWorkspace): void {
  describe('insight', () => {
    async function openWithEndpoint() {
      const opened = await open(make);
      await deploy(opened.client, custom('mine'));
      return opened;
    }

    test('the build log of a served entity is a text of lines', async () => {
      const { client, lastSent } = await openWithEndpoint();
      const { logs } = await client.endpoints.buildLogs('mine', 'local-echo-1');
      expect(lastSent()).toEqual([`GET ${api}/mine/served-models/local-echo-1/build-logs`]);
      expect(logs?.split('\n').length).toBeGreaterThan(1);
    });

    test('the server log tells of requests, not of what they said', async () => {
      const { client, lastSent } = await openWithEndpoint();
      await client.query.invoke('mine', { inputs: ['a private question'] });
      const { logs } = await client.endpoints.logs('mine', 'local-echo-1');
      expect(lastSent()).toEqual([`GET ${api}/mine/served-models/local-echo-1/logs`]);
      expect(logs).not.toBe('');
      expect(logs).not.toContain('private');
    });

    test('logs of an entity that is not there are not found', async () => {
      const { client } = await openWithEndpoint();
      expect(await errorOf(client.endpoints.logs('mine', 'none'))).toMatchObject({ exitCode: 5 });
      expect(await errorOf(client.endpoints.buildLogs('mine', 'none'))).toMatchObject({ exitCode: 5 });
    });

    test('metrics are in the Prometheus text format, and count requests', async () => {
      const { client, lastSent } = await openWithEndpoint();
      await client.query.invoke('mine', { inputs: ['a'] });
      await client.query.invoke('mine', { inputs: ['a'] });
      const metrics = await client.endpoints.metrics('mine');
      expect(lastSent()).toEqual([`GET ${api}/mine/metrics`]);
      expect(metrics).toMatch(/^# HELP /m);
      expect(metrics).toMatch(/^request_count_total\{.*endpoint_name="mine".*\} 2$/m);
    });

    test('the schema of queries is an OpenAPI document', async () => {
      const { client, lastSent } = await openWithEndpoint();
      const document = await client.endpoints.openapi('mine');
      expect(lastSent()).toEqual([`GET ${api}/mine/openapi`]);
      expect(document).toMatchObject({
        openapi: expect.stringMatching(/^3\./) as string,
        paths: expect.any(Object) as object,
      });
    });
  });
}
