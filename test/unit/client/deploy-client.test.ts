import { expect, test } from 'vitest';
import { createDeployClient } from '../../../src/client/deploy-client.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

function setUp(...answers: Parameters<typeof answer>[1][]) {
  const transport = scriptedTransport(...answers.map((body) => answer(200, body)));
  const warnings: string[] = [];
  const client = createDeployClient(createWorkspaceClient(transport), {
    onWarning: (warning) => warnings.push(warning),
  });
  const sent = () =>
    transport.requests.map(({ method, path, body }) => [
      `${method} ${path}`,
      ...(body === undefined ? [] : [JSON.parse(String(body)) as unknown]),
    ]);
  return { client, sent, warnings };
}

const limits = (calls: number) => [{ key: 'user', renewal_period: 'minute' as const, calls }];

test('the walk of MLflow’s guide makes the calls that MLflow makes', async () => {
  const served_entities = [
    {
      name: 'test',
      external_model: {
        name: 'gpt-4',
        provider: 'openai',
        task: 'llm/v1/chat',
        openai_config: { openai_api_key: '{{secrets/}}' },
      },
    },
  ];
  const tags = [{ key: 'foo', value: 'bar' }];
  const row = { name: 'chat', id: 'ab12' };
  const reply = { choices: [{ message: { content: 'Hello' } }] };
  const { client, sent, warnings } = setUp(
    row,
    { endpoints: [row] },
    row,
    { rate_limits: limits(10) },
    reply,
    {},
  );

  await client.createEndpoint({ name: 'chat', config: { served_entities, tags, rate_limits: limits(5) } });
  expect((await client.listEndpoints()).slice(0, 5)).toEqual([row]);
  expect(await client.getEndpoint({ endpoint: 'chat' })).toEqual(row);
  await client.updateEndpoint({ endpoint: 'chat', config: { rate_limits: limits(10) } });
  const inputs = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 128 };
  expect(await client.predict({ endpoint: 'chat', inputs })).toEqual(reply);
  await client.deleteEndpoint({ endpoint: 'chat' });

  expect(sent()).toEqual([
    [
      'POST /api/2.0/serving-endpoints',
      { name: 'chat', config: { served_entities }, tags, rate_limits: limits(5) },
    ],
    ['GET /api/2.0/serving-endpoints'],
    ['GET /api/2.0/serving-endpoints/chat'],
    ['PUT /api/2.0/serving-endpoints/chat/rate-limits', { rate_limits: limits(10) }],
    ['POST /serving-endpoints/chat/invocations', inputs],
    ['DELETE /api/2.0/serving-endpoints/chat'],
  ]);
  expect(warnings).toHaveLength(2);
});

test('the deprecated update sends anything but rate limits alone to the config', async () => {
  const { client, sent } = setUp({ name: 'chat' });
  const config = { served_entities: [], rate_limits: limits(1) };
  await client.updateEndpoint({ endpoint: 'chat', config });
  expect(sent()).toEqual([['PUT /api/2.0/serving-endpoints/chat/config', config]]);
});

test('each particular update makes its own call', async () => {
  const { client, sent, warnings } = setUp({});
  const endpoint = 'chat';
  await client.updateEndpointConfig({ endpoint, config: { served_entities: [] } });
  await client.updateEndpointTags({ endpoint, config: { delete_tags: ['a'] } });
  await client.updateEndpointRateLimits({ endpoint, config: { rate_limits: limits(1) } });
  await client.updateEndpointAiGateway({ endpoint, config: { usage_tracking_config: { enabled: true } } });
  expect(sent()).toEqual([
    ['PUT /api/2.0/serving-endpoints/chat/config', { served_entities: [] }],
    ['PATCH /api/2.0/serving-endpoints/chat/tags', { delete_tags: ['a'] }],
    ['PUT /api/2.0/serving-endpoints/chat/rate-limits', { rate_limits: limits(1) }],
    ['PUT /api/2.0/serving-endpoints/chat/ai-gateway', { usage_tracking_config: { enabled: true } }],
  ]);
  expect(warnings).toEqual([]);
});

test('predictStream yields chunks', async () => {
  const { client, sent } = setUp('data: {"a":1}\n\ndata: [DONE]\n\n');
  const chunks: unknown[] = [];
  for await (const chunk of client.predictStream({ endpoint: 'chat', inputs: { prompt: 'Once' } }))
    chunks.push(chunk);
  expect(chunks).toEqual([{ a: 1 }]);
  expect(sent()).toEqual([['POST /serving-endpoints/chat/invocations', { prompt: 'Once', stream: true }]]);
});

test('a contradiction sends nothing', async () => {
  const { client, sent } = setUp({});
  await expect(client.createEndpoint({ name: 'a', config: { name: 'b', config: {} } })).rejects.toThrow(
    'name mismatch',
  );
  expect(sent()).toEqual([]);
});
