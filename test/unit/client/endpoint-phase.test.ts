import { expect, test } from 'vitest';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import { type EndpointPhase, phaseOf } from '../../../src/client/endpoint-phase.ts';

const config = { served_entities: [{ name: 'm' }] };

const rows: readonly [string, EndpointPhase, Omit<ServingEndpointDetailed, 'name'>][] = [
  ['a first deployment', 'updating', { state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' } }],
  [
    'an update under an old config that serves',
    'updating',
    { config, state: { ready: 'READY', config_update: 'IN_PROGRESS' } },
  ],
  [
    'a failed update, though the old config serves',
    'failed',
    { config, state: { ready: 'READY', config_update: 'UPDATE_FAILED' } },
  ],
  [
    'a cancelled update',
    'failed',
    { config, state: { ready: 'NOT_READY', config_update: 'UPDATE_CANCELED' } },
  ],
  [
    'a settled one that serves',
    'ready',
    { config, state: { ready: 'READY', config_update: 'NOT_UPDATING' } },
  ],
  [
    'a stopped one',
    'stopped',
    { config, state: { ready: 'NOT_READY', config_update: 'NOT_UPDATING', suspend: 'STOPPED' } },
  ],
  ['one without a config', 'empty', { state: { ready: 'NOT_READY', config_update: 'NOT_UPDATING' } }],
  [
    'a settled one that does not serve yet',
    'starting',
    { config, state: { ready: 'NOT_READY', config_update: 'NOT_UPDATING' } },
  ],
  ['one without any state', 'starting', { config }],
  [
    'a state that is new to us',
    'starting',
    { config, state: { ready: 'READY', config_update: 'WARMING_UP' } },
  ],
  ['the key of older answers', 'ready', { config, state: { ready: 'READY', update_state: 'NOT_UPDATING' } }],
];

test.each(rows)('%s is %s', (_, phase, endpoint) => {
  expect(phaseOf(endpoint)).toBe(phase);
});
