import { describe, expect, test } from 'vitest';
import { custom, deploy, errorOf, external, type MakeWorkspace, open } from './workspace.ts';

const api = '/api/2.0/serving-endpoints';

/** tags, rate limits, gateway, notifications, telemetry, system metrics */
export function settingsContract(make: MakeWorkspace): void {
  describe('settings', () => {
    test('tags are set by key, and deleted by key', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, {
        ...custom('mine'),
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      });
      const body = {
        add_tags: [
          { key: 'a', value: '9' },
          { key: 'c', value: '3' },
        ],
        delete_tags: ['b'],
      };
      const { tags } = await client.endpoints.patchTags('mine', body);
      expect(lastSent()).toEqual([`PATCH ${api}/mine/tags`, body]);
      const expected = [
        { key: 'a', value: '9' },
        { key: 'c', value: '3' },
      ];
      expect(tags?.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual(expected);
      expect((await client.endpoints.get('mine')).tags).toHaveLength(2);
    });

    test('rate limits of the older kind replace each other, and are told by their own call alone', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, external('mine'));
      const body = { rate_limits: [{ calls: 10, key: 'user', renewal_period: 'minute' as const }] };
      expect(await client.endpoints.putRateLimits('mine', body)).toEqual(body);
      expect(lastSent()).toEqual([`PUT ${api}/mine/rate-limits`, body]);
      expect(await client.endpoints.get('mine')).not.toHaveProperty('rate_limits');
    });

    test('a gateway is replaced as a whole', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, { ...external('mine'), ai_gateway: { usage_tracking_config: { enabled: true } } });
      const body = { rate_limits: [{ calls: 3, renewal_period: 'minute' as const }] };
      const gateway = await client.endpoints.putAiGateway('mine', body);
      expect(lastSent()).toEqual([`PUT ${api}/mine/ai-gateway`, body]);
      expect(gateway).toMatchObject(body);
      const kept = (await client.endpoints.get('mine')).ai_gateway;
      expect(kept).toMatchObject(body);
      expect(kept).not.toHaveProperty('usage_tracking_config');
    });

    test('notifications are replaced as a whole', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, {
        ...custom('mine'),
        email_notifications: { on_update_success: ['a@example.com'] },
      });
      const body = { email_notifications: { on_update_failure: ['b@example.com'] } };
      expect(await client.endpoints.updateNotifications('mine', body)).toEqual({ name: 'mine', ...body });
      expect(lastSent()).toEqual([`PATCH ${api}/mine/notifications`, body]);
      expect((await client.endpoints.get('mine')).email_notifications).toEqual(body.email_notifications);
    });

    test('telemetry of a custom model is set and removed', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine'));
      const body = {
        telemetry_config: { telemetry_profile_id: 'p-1', inference_table_config: { sampling_fraction: 0.5 } },
      };
      const set = await client.endpoints.patchTelemetryConfig('mine', body);
      expect(lastSent()).toEqual([`PATCH ${api}/mine/telemetry-config`, body]);
      expect(set.telemetry_config).toMatchObject({ inference_table_config: { sampling_fraction: 0.5 } });
      const removed = await client.endpoints.patchTelemetryConfig('mine', {});
      expect(lastSent()).toEqual([`PATCH ${api}/mine/telemetry-config`, {}]);
      expect(removed.telemetry_config).toBeUndefined();
    });

    test('telemetry of an external model is refused', async () => {
      const { client } = await open(make);
      await deploy(client, external('mine'));
      const body = { telemetry_config: { telemetry_profile_id: 'p-1' } };
      expect(await errorOf(client.endpoints.patchTelemetryConfig('mine', body))).toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        exitCode: 2,
      });
    });

    test('telemetry while a config is under way is a conflict', async () => {
      const { client } = await open(make);
      await client.endpoints.create(custom('mine'));
      const body = { telemetry_config: { telemetry_profile_id: 'p-1' } };
      expect(await errorOf(client.endpoints.patchTelemetryConfig('mine', body))).toMatchObject({
        code: 'RESOURCE_CONFLICT',
        status: 409,
        exitCode: 6,
      });
    });

    test('the export of system metrics is switched without a new version', async () => {
      const { client, lastSent } = await open(make);
      await deploy(client, custom('mine'));
      const body = { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' };
      const endpoint = await client.endpoints.patchSystemMetricsExportState('mine', body);
      expect(lastSent()).toEqual([`PATCH ${api}/mine/system-metrics-export-state`, body]);
      expect(endpoint).toMatchObject({
        ...body,
        state: { config_update: 'NOT_UPDATING' },
        config: { config_version: 1 },
      });
    });
  });
}
