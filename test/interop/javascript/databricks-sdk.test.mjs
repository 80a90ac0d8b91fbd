/** Databricks' experimental SDK for JavaScript: the life of an endpoint, a query, an error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkspaceClient } from '@databricks/sdk-experimental';
import { all } from './all.mjs';

const { servingEndpoints, secrets } = new WorkspaceClient({});

test('lists the endpoints that are there from the start', async () => {
  const names = (await all(servingEndpoints.list())).map(({ name }) => name);
  assert.ok(names.includes('local-echo') && names.includes('local-embed'), names.join());
});

test('asks a model', async () => {
  const messages = [{ role: 'user', content: 'hi' }];
  const answer = await servingEndpoints.query({ name: 'local-echo', messages });
  assert.equal(answer.choices[0].message.content, 'hi');
  assert.equal(answer.usage.total_tokens, 2);
});

test('creates an endpoint that names a secret, waits for it, limits it and deletes it', async () => {
  await secrets.createScope({ scope: 'from-javascript' });
  await secrets.putSecret({ scope: 'from-javascript', key: 'openai', string_value: 'sk-interop' });
  const openai_api_key = '{{secrets/from-javascript/openai}}';
  const external_model = {
    name: 'gpt-4',
    provider: 'openai',
    task: 'llm/v1/chat',
    openai_config: { openai_api_key },
  };
  const creation = await servingEndpoints.create({
    name: 'made-by-javascript',
    config: { served_entities: [{ name: 'gpt', external_model }] },
  });
  const made = await creation.wait();
  assert.equal(made.state.ready, 'READY');
  assert.equal(made.config.served_entities[0].external_model.openai_config.openai_api_key, openai_api_key);

  const rate_limits = [{ calls: 5, key: 'user', renewal_period: 'minute' }];
  await servingEndpoints.putAiGateway({ name: made.name, rate_limits });
  const { ai_gateway } = await servingEndpoints.get({ name: made.name });
  assert.deepEqual(ai_gateway, { rate_limits });

  await servingEndpoints.delete({ name: made.name });
  await assert.rejects(servingEndpoints.get({ name: made.name }), (error) => {
    assert.equal(error.statusCode, 404);
    assert.match(error.message, /Endpoint with name 'made-by-javascript' does not exist/);
    return true;
  });
});

test('sends no body with a PATCH: its change of tags changes nothing', async () => {
  const answer = await servingEndpoints.patch({
    name: 'local-echo',
    add_tags: [{ key: 'team', value: 'search' }],
  });
  assert.deepEqual(answer.tags, []);
});
