import { expect, test } from 'vitest';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { isSameDeployment, type SentEndpoint } from '../../../src/client/same-deployment.ts';

const external = (name: string, provider = 'openai') => ({
  external_model: {
    name,
    provider,
    task: 'llm/v1/chat',
    openai_config: { openai_api_key: '{{secrets/s/k}}' },
  },
});
const found = (served_entities: object[]): ServingEndpointDetailed =>
  ({ name: 'e', config: { served_entities } }) as ServingEndpointDetailed;

const rows: readonly [string, boolean, SentEndpoint['config'], ServingEndpointDetailed][] = [
  [
    'equal entities',
    true,
    { served_entities: [{ name: 'm', entity_name: 'a' }] },
    found([{ name: 'm', entity_name: 'a' }]),
  ],
  [
    'a name that the server chose',
    true,
    { served_entities: [external('gpt')] },
    found([{ name: 'gpt', ...external('gpt') }]),
  ],
  ['another model', false, { served_entities: [external('gpt')] }, found([external('gpt-9')])],
  ['another provider', false, { served_entities: [external('m')] }, found([external('m', 'cohere')])],
  [
    'another order',
    true,
    { served_entities: [{ name: 'a' }, { name: 'b' }] },
    found([{ name: 'b' }, { name: 'a' }]),
  ],
  ['one entity more', false, { served_entities: [{ name: 'a' }] }, found([{ name: 'a' }, { name: 'b' }])],
  ['no entities on either side', true, undefined, { name: 'e' }],
  ['none sent, one found', false, undefined, found([{ name: 'a' }])],
  [
    'the legacy form, which is read back in both',
    true,
    { served_models: [{ model_name: 'm', model_version: '2' }] },
    found([{ name: 'm-2', entity_name: 'm', entity_version: '2' }]),
  ],
];

test.each(rows)('%s: the same is %s', (_, same, config, endpoint) => {
  expect(isSameDeployment({ name: 'e', config }, endpoint)).toBe(same);
});

test('the config that is being deployed counts, not the one that serves', () => {
  const endpoint = { ...found([{ name: 'old' }]), pending_config: { served_entities: [{ name: 'new' }] } };
  expect(isSameDeployment({ name: 'e', config: { served_entities: [{ name: 'new' }] } }, endpoint)).toBe(
    true,
  );
});
