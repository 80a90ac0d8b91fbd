import { describe, expect, test } from 'vitest';
import { createPayload, routeDeprecatedUpdate } from '../../../src/client/deploy-payload.ts';
import { UsageError } from '../../../src/errors.ts';

type Given = Parameters<typeof createPayload>[0];

const entities = { served_entities: [{ name: 'test' }] };
const tags = [{ key: 'foo', value: 'bar' }];
const limits = [{ key: 'user', renewal_period: 'minute', calls: 5 }];

/** Title, arguments, body, how many warnings. */
const accepted: readonly [string, Given, object, number][] = [
  [
    'new style, all inside config',
    { config: { name: 'e', config: entities, tags } },
    { name: 'e', config: entities, tags },
    0,
  ],
  [
    'new style, the name beside it',
    { name: 'e', config: { config: entities } },
    { name: 'e', config: entities },
    1,
  ],
  [
    'new style, the name in both',
    { name: 'e', config: { name: 'e', config: entities } },
    { name: 'e', config: entities },
    1,
  ],
  [
    'new style, route_optimized inside and nothing said beside it',
    { config: { name: 'e', config: entities, route_optimized: true } },
    { name: 'e', config: entities, route_optimized: true },
    0,
  ],
  [
    'new style, route_optimized beside it',
    { config: { name: 'e', config: entities }, route_optimized: true },
    { name: 'e', config: entities, route_optimized: true },
    1,
  ],
  [
    'new style, route_optimized in both',
    { config: { name: 'e', config: entities, route_optimized: true }, route_optimized: true },
    { name: 'e', config: entities, route_optimized: true },
    1,
  ],
  [
    'new style keeps unknown fields',
    { config: { name: 'e', config: {}, brand_new: 1 } },
    { name: 'e', config: {}, brand_new: 1 },
    0,
  ],
  ['older style', { name: 'e', config: entities }, { name: 'e', config: entities }, 1],
  [
    'older style, tags and rate limits lifted as MLflow does',
    { name: 'e', config: { ...entities, tags, rate_limits: limits } },
    { name: 'e', config: entities, tags, rate_limits: limits },
    1,
  ],
  [
    'older style, empty tags dropped as MLflow does',
    { name: 'e', config: { ...entities, tags: [] } },
    { name: 'e', config: entities },
    1,
  ],
  [
    'older style, the gateway and the description lifted with a warning each',
    {
      name: 'e',
      config: { ...entities, ai_gateway: { usage_tracking_config: { enabled: true } }, description: 'd' },
    },
    {
      name: 'e',
      config: entities,
      ai_gateway: { usage_tracking_config: { enabled: true } },
      description: 'd',
    },
    3,
  ],
  [
    'older style, route_optimized and notifications lifted with a warning each',
    { name: 'e', config: { ...entities, route_optimized: true, email_notifications: {} } },
    { name: 'e', config: entities, route_optimized: true, email_notifications: {} },
    3,
  ],
  [
    'older style, the name inside',
    { config: { name: 'e', ...entities } },
    { name: 'e', config: entities },
    1,
  ],
  [
    'older style, route_optimized beside it',
    { name: 'e', config: entities, route_optimized: false },
    { name: 'e', config: entities, route_optimized: false },
    1,
  ],
  ['older style without anything', { name: 'e' }, { name: 'e', config: {} }, 1],
];

describe('create', () => {
  test.each(accepted)('%s', (_, given, body, warnings) => {
    const payload = createPayload(given);
    expect(payload.body).toEqual(body);
    expect(payload.warnings).toHaveLength(warnings);
  });

  test.each<[string, Given, string]>([
    [
      'two names',
      { name: 'a', config: { name: 'b', config: {} } },
      'name mismatch: "a" as an argument, "b" in config',
    ],
    ['two names in the older style', { name: 'a', config: { name: 'b' } }, 'name mismatch'],
    ['no name', { config: { config: {} } }, 'an endpoint needs a name'],
    ['an empty name', { name: '', config: {} }, 'an endpoint needs a name'],
    [
      'route_optimized against itself',
      { config: { name: 'a', config: {}, route_optimized: true }, route_optimized: false },
      'route_optimized mismatch',
    ],
  ])('refuses %s', (_, given, message) => {
    expect(() => createPayload(given)).toThrow(UsageError);
    expect(() => createPayload(given)).toThrow(message);
  });

  test('leaves what it was given as it was', () => {
    const config = { ...entities, tags, description: 'd' };
    createPayload({ name: 'e', config });
    expect(config).toEqual({ ...entities, tags, description: 'd' });
  });
});

test.each<[string, Record<string, unknown>]>([
  ['rate-limits', { rate_limits: limits }],
  ['config', { rate_limits: limits, ...entities }],
  ['config', entities],
  ['config', {}],
])('the deprecated update goes to %s for %j', (call, config) => {
  expect(routeDeprecatedUpdate(config)).toBe(call);
});
