import { describe, expect, it } from 'vitest';
import { chooseEntity } from '../../../src/commands/endpoints/choose-entity.ts';
import { endpointView } from '../../../src/commands/endpoints/endpoint-view.ts';
import { stateLabel } from '../../../src/commands/endpoints/state-label.ts';
import { render } from '../../../src/output/render.ts';
import { plainStyle } from '../../../src/output/style.ts';

const look = { style: plainStyle, now: Date.parse('2026-03-01T12:00:00Z') };

describe('the state of an endpoint in the words of the user interface', () => {
  it.each([
    [{ ready: 'READY', config_update: 'NOT_UPDATING' }, 'Ready'],
    [{ ready: 'READY', config_update: 'UPDATE_FAILED' }, 'Ready (Update failed)'],
    [{ ready: 'READY', config_update: 'IN_PROGRESS' }, 'Ready (Updating)'],
    [{ ready: 'NOT_READY', config_update: 'IN_PROGRESS' }, 'Not ready (Updating)'],
    [{ ready: 'NOT_READY', config_update: 'UPDATE_FAILED' }, 'Not ready (Update failed)'],
    [{ ready: 'NOT_READY', config_update: 'UPDATE_CANCELED' }, 'Not ready (Update canceled)'],
    [{ ready: 'NOT_READY', config_update: 'NOT_UPDATING', suspend: 'STOPPED' }, 'Not ready (Stopped)'],
    [{ ready: 'NOT_READY', config_update: 'NOT_UPDATING' }, 'Not ready'],
    [{ ready: 'NOT_READY', update_state: 'IN_PROGRESS' }, 'Not ready (Updating)'],
    [undefined, 'Unknown'],
  ])('%j is %s', (state, label) => {
    expect(stateLabel(state === undefined ? {} : { state })).toBe(label);
  });
});

it('shows all that people ask of an endpoint, and nothing that is not set', async () => {
  const text = await render(
    {
      name: 'fraud',
      state: { ready: 'READY', config_update: 'UPDATE_FAILED' },
      task: '',
      creator: 'ana@example.com',
      creation_timestamp: Date.parse('2026-02-01T00:00:00Z'),
      permission_level: 'CAN_MANAGE',
      endpoint_url: 'https://1.serving.example.com/2/serving-endpoints/fraud/invocations',
      email_notifications: {
        on_update_success: [],
        on_update_failure: ['ana@example.com', 'bo@example.com'],
      },
      config: {
        config_version: 3,
        served_entities: [
          {
            name: 'a',
            entity_name: 'main.ml.fraud',
            entity_version: '3',
            state: { deployment: 'DEPLOYMENT_READY' },
          },
          {
            name: 'b',
            entity_name: 'main.ml.fraud',
            entity_version: '4',
            state: { deployment: 'DEPLOYMENT_READY' },
          },
        ],
        traffic_config: {
          routes: [
            { served_entity_name: 'a', traffic_percentage: 90 },
            { served_model_name: 'b', traffic_percentage: 10 },
          ],
        },
      },
      pending_config: {
        served_entities: [
          {
            name: 'c',
            entity_name: 'main.ml.fraud',
            entity_version: '5',
            state: { deployment: 'DEPLOYMENT_FAILED', deployment_state_message: 'no such version' },
          },
        ],
      },
      ai_gateway: {
        usage_tracking_config: { enabled: true },
        inference_table_config: { enabled: true, catalog_name: 'main', schema_name: 'logs' },
        guardrails: {
          input: { safety: true, pii: { behavior: 'BLOCK' } },
          output: { pii: { behavior: 'NONE' } },
        },
        fallback_config: { enabled: false },
        rate_limits: [
          { calls: 10, key: 'user', renewal_period: 'minute' },
          { tokens: 1000, key: 'user_group', principal: 'science', renewal_period: 'minute' },
          { calls: 100, renewal_period: 'minute' },
        ],
      },
      tags: [{ key: 'team', value: 'risk' }, { key: 'pilot' }],
    },
    'table',
    endpointView,
    look,
  );
  expect(text).toBe(`Name            fraud
State           Ready (Update failed)
URL             https://1.serving.example.com/2/serving-endpoints/fraud/invocations
Creator         ana@example.com
Created         2026-02-01T00:00:00Z
Config version  3
Permission      CAN_MANAGE
Notified        on failure: ana@example.com, bo@example.com

Served entities
ENTITY  SERVES           TRAFFIC  STATE  MESSAGE
a       main.ml.fraud 3  90 %     READY
b       main.ml.fraud 4  10 %     READY

Being deployed
ENTITY  SERVES           TRAFFIC  STATE   MESSAGE
c       main.ml.fraud 5           FAILED  no such version

AI gateway
Rate limits        10 calls a minute for each user; 1000 tokens a minute for science; 100 calls a minute in all
Usage tracking     on
Inference table    main.logs
Guardrails, input  safety, PII BLOCK

Tags
team   risk
pilot`);
});

describe('the entity whose log is meant', () => {
  const two = {
    name: 'x',
    config: { served_entities: [{ name: 'a' }] },
    pending_config: { served_entities: [{ name: 'b' }] },
  };

  it('is the only one there is, or the one that is named', () => {
    expect(chooseEntity({ name: 'x', config: { served_models: [{ name: 'a' }] } }, undefined, 'logs')).toBe(
      'a',
    );
    expect(chooseEntity(two, 'b', 'logs')).toBe('b');
    expect(chooseEntity({ name: 'x' }, 'old', 'logs')).toBe('old');
  });

  it('has to be named where there are several', () => {
    expect(() => chooseEntity(two, undefined, 'build-logs')).toThrow(
      expect.objectContaining({
        message: "endpoint 'x' serves 2 entities: b, a",
        hint: 'name one: servectl endpoints build-logs x b',
        exitCode: 2,
      }),
    );
  });

  it('is none where nothing is served', () => {
    expect(() => chooseEntity({ name: 'x' }, undefined, 'logs')).toThrow(
      expect.objectContaining({ exitCode: 6 }),
    );
  });
});
