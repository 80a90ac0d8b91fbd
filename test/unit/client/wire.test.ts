import { expect, test } from 'vitest';
import { createWorkspaceClient, type WorkspaceClient } from '../../../src/client/workspace-client.ts';
import { UsageError } from '../../../src/errors.ts';
import type { Method } from '../../../src/http/transport.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

type Row = readonly [
  title: string,
  call: (client: WorkspaceClient) => Promise<unknown>,
  method: Method,
  path: string,
  body?: object,
];

const served = [{ name: 'm', entity_name: 'main.ml.m', entity_version: '1', scale_to_zero_enabled: false }];
const acl = { access_control_list: [{ user_name: 'a@example.com', permission_level: 'CAN_QUERY' }] };

/** The operations of the Databricks REST reference, as they must look on the wire. */
const rows: readonly Row[] = [
  ['list', (c) => c.endpoints.list(), 'GET', '/api/2.0/serving-endpoints'],
  ['get', (c) => c.endpoints.get('chat'), 'GET', '/api/2.0/serving-endpoints/chat'],
  [
    'create',
    (c) => c.endpoints.create({ name: 'chat', config: { served_entities: served } }),
    'POST',
    '/api/2.0/serving-endpoints',
    { name: 'chat', config: { served_entities: served } },
  ],
  [
    'updateConfig',
    (c) => c.endpoints.updateConfig('chat', { served_entities: served }),
    'PUT',
    '/api/2.0/serving-endpoints/chat/config',
    { served_entities: served },
  ],
  [
    'patchTags',
    (c) => c.endpoints.patchTags('chat', { add_tags: [{ key: 'a', value: 'b' }], delete_tags: ['c'] }),
    'PATCH',
    '/api/2.0/serving-endpoints/chat/tags',
    { add_tags: [{ key: 'a', value: 'b' }], delete_tags: ['c'] },
  ],
  [
    'putRateLimits',
    (c) =>
      c.endpoints.putRateLimits('chat', {
        rate_limits: [{ calls: 5, key: 'user', renewal_period: 'minute' }],
      }),
    'PUT',
    '/api/2.0/serving-endpoints/chat/rate-limits',
    { rate_limits: [{ calls: 5, key: 'user', renewal_period: 'minute' }] },
  ],
  [
    'putAiGateway',
    (c) => c.endpoints.putAiGateway('chat', { usage_tracking_config: { enabled: true } }),
    'PUT',
    '/api/2.0/serving-endpoints/chat/ai-gateway',
    { usage_tracking_config: { enabled: true } },
  ],
  [
    'updateNotifications',
    (c) =>
      c.endpoints.updateNotifications('chat', {
        email_notifications: { on_update_failure: ['a@example.com'] },
      }),
    'PATCH',
    '/api/2.0/serving-endpoints/chat/notifications',
    { email_notifications: { on_update_failure: ['a@example.com'] } },
  ],
  [
    'patchTelemetryConfig without a config, which removes it',
    (c) => c.endpoints.patchTelemetryConfig('chat', {}),
    'PATCH',
    '/api/2.0/serving-endpoints/chat/telemetry-config',
    {},
  ],
  [
    'patchSystemMetricsExportState',
    (c) =>
      c.endpoints.patchSystemMetricsExportState('chat', {
        uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED',
      }),
    'PATCH',
    '/api/2.0/serving-endpoints/chat/system-metrics-export-state',
    { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' },
  ],
  ['delete', (c) => c.endpoints.delete('chat'), 'DELETE', '/api/2.0/serving-endpoints/chat'],
  [
    'buildLogs',
    (c) => c.endpoints.buildLogs('chat', 'm-1'),
    'GET',
    '/api/2.0/serving-endpoints/chat/served-models/m-1/build-logs',
  ],
  [
    'logs',
    (c) => c.endpoints.logs('chat', 'm-1'),
    'GET',
    '/api/2.0/serving-endpoints/chat/served-models/m-1/logs',
  ],
  ['metrics', (c) => c.endpoints.metrics('chat'), 'GET', '/api/2.0/serving-endpoints/chat/metrics'],
  ['openapi', (c) => c.endpoints.openapi('chat'), 'GET', '/api/2.0/serving-endpoints/chat/openapi'],
  [
    'createProvisionedThroughput',
    (c) =>
      c.endpoints.createProvisionedThroughput({
        name: 'pt',
        config: { served_entities: [{ entity_name: 'system.ai.m', provisioned_model_units: 50 }] },
      }),
    'POST',
    '/api/2.0/serving-endpoints/pt',
    {
      name: 'pt',
      config: { served_entities: [{ entity_name: 'system.ai.m', provisioned_model_units: 50 }] },
    },
  ],
  [
    'updateProvisionedThroughputConfig, whose path has pt before the name and whose config stays nested',
    (c) => c.endpoints.updateProvisionedThroughputConfig('big', { config: { served_entities: [] } }),
    'PUT',
    '/api/2.0/serving-endpoints/pt/big/config',
    { config: { served_entities: [] } },
  ],
  ['stop', (c) => c.endpoints.stop('chat'), 'POST', '/api/2.0/serving-endpoints/chat/config:stop'],
  ['start', (c) => c.endpoints.start('chat'), 'POST', '/api/2.0/serving-endpoints/chat/config:start'],
  [
    'getModelOptimizationInfo',
    (c) => c.endpoints.getModelOptimizationInfo('system.ai.llama', '3'),
    'GET',
    '/api/2.0/serving-endpoints/get-model-optimization-info/system.ai.llama/3',
  ],
  ['permissions.get', (c) => c.permissions.get('ab12'), 'GET', '/api/2.0/permissions/serving-endpoints/ab12'],
  [
    'permissions.set',
    (c) => c.permissions.set('ab12', acl),
    'PUT',
    '/api/2.0/permissions/serving-endpoints/ab12',
    acl,
  ],
  [
    'permissions.update',
    (c) => c.permissions.update('ab12', acl),
    'PATCH',
    '/api/2.0/permissions/serving-endpoints/ab12',
    acl,
  ],
  [
    'permissions.levels',
    (c) => c.permissions.levels('ab12'),
    'GET',
    '/api/2.0/permissions/serving-endpoints/ab12/permissionLevels',
  ],
  [
    'query.invoke, outside /api/2.0',
    (c) => c.query.invoke('chat', { messages: [{ role: 'user', content: 'hi' }], tools: [] }),
    'POST',
    '/serving-endpoints/chat/invocations',
    { messages: [{ role: 'user', content: 'hi' }], tools: [] },
  ],
  [
    'query.invokeServedModel',
    (c) => c.query.invokeServedModel('chat', 'm-1', { inputs: [1] }),
    'POST',
    '/serving-endpoints/chat/served-models/m-1/invocations',
    { inputs: [1] },
  ],
  [
    'query.openai',
    (c) => c.query.openai('embeddings', { model: 'e', input: 'hi' }),
    'POST',
    '/serving-endpoints/embeddings',
    { model: 'e', input: 'hi' },
  ],
  [
    'secrets.createScope',
    (c) => c.secrets.createScope({ scope: 'llm', initial_manage_principal: 'users' }),
    'POST',
    '/api/2.0/secrets/scopes/create',
    { scope: 'llm', initial_manage_principal: 'users' },
  ],
  ['secrets.listScopes', (c) => c.secrets.listScopes(), 'GET', '/api/2.0/secrets/scopes/list'],
  [
    'secrets.deleteScope',
    (c) => c.secrets.deleteScope('llm'),
    'POST',
    '/api/2.0/secrets/scopes/delete',
    { scope: 'llm' },
  ],
  [
    'secrets.put',
    (c) => c.secrets.put({ scope: 'llm', key: 'k', bytes_value: 'c2s=' }),
    'POST',
    '/api/2.0/secrets/put',
    { scope: 'llm', key: 'k', bytes_value: 'c2s=' },
  ],
  ['secrets.list', (c) => c.secrets.list('a b&c'), 'GET', '/api/2.0/secrets/list?scope=a%20b%26c'],
  ['secrets.get', (c) => c.secrets.get('llm', 'k'), 'GET', '/api/2.0/secrets/get?scope=llm&key=k'],
  [
    'secrets.delete',
    (c) => c.secrets.delete('llm', 'k'),
    'POST',
    '/api/2.0/secrets/delete',
    { scope: 'llm', key: 'k' },
  ],
  [
    'secrets.putAcl',
    (c) => c.secrets.putAcl({ scope: 'llm', principal: 'users', permission: 'READ' }),
    'POST',
    '/api/2.0/secrets/acls/put',
    { scope: 'llm', principal: 'users', permission: 'READ' },
  ],
  [
    'secrets.getAcl',
    (c) => c.secrets.getAcl('llm', 'a@example.com'),
    'GET',
    '/api/2.0/secrets/acls/get?scope=llm&principal=a%40example.com',
  ],
  ['secrets.listAcls', (c) => c.secrets.listAcls('llm'), 'GET', '/api/2.0/secrets/acls/list?scope=llm'],
  [
    'secrets.deleteAcl',
    (c) => c.secrets.deleteAcl('llm', 'users'),
    'POST',
    '/api/2.0/secrets/acls/delete',
    { scope: 'llm', principal: 'users' },
  ],
];

for (const [title, call, method, path, body] of rows) {
  test(`${title} is one request`, async () => {
    const transport = scriptedTransport(answer(200, {}));
    await call(createWorkspaceClient(transport));
    expect(transport.requests).toHaveLength(1);
    const [request] = transport.requests;
    expect(request).toMatchObject({ method, path });
    expect(request?.body === undefined ? undefined : JSON.parse(String(request.body))).toEqual(body);
    expect(request?.headers?.['content-type']).toBe(body === undefined ? undefined : 'application/json');
  });
}

test('names are escaped into one path segment', async () => {
  const transport = scriptedTransport(answer(200, {}));
  await createWorkspaceClient(transport).endpoints.logs('a/b?c', 'm 1');
  expect(transport.requests[0]?.path).toBe('/api/2.0/serving-endpoints/a%2Fb%3Fc/served-models/m%201/logs');
});

test.each(['', '.', '..'])('the name %j is refused before anything is sent', async (name) => {
  const transport = scriptedTransport(answer(200, {}));
  await expect(createWorkspaceClient(transport).endpoints.delete(name)).rejects.toThrow(UsageError);
  expect(transport.requests).toHaveLength(0);
});
