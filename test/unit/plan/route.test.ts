import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointUpdateDocument } from '#schemas/manifest/endpoint.ts';
import { needsActual, routeCreate, routeUpdate } from '../../../src/plan/route.ts';
import type { Step } from '../../../src/plan/step.ts';

const callsOf = (steps: readonly Step[]): string[] => steps.map(({ call }) => call);
const table = { enabled: true, catalog_name: 'main', schema_name: 'logs' };
const config = { served_entities: [{ entity_name: 'm', entity_version: '1' }] };

describe('one key travels by one call', () => {
  it.each<[string, EndpointUpdateDocument, string, unknown]>([
    [
      'rate limits',
      { rate_limits: [{ calls: 10, renewal_period: 'minute' }] },
      'put-rate-limits',
      { rate_limits: [{ calls: 10, renewal_period: 'minute' }] },
    ],
    [
      'a gateway, without a wrapper',
      { ai_gateway: { usage_tracking_config: { enabled: true } } },
      'put-ai-gateway',
      { usage_tracking_config: { enabled: true } },
    ],
    ['an empty gateway, which clears it', { ai_gateway: {} }, 'put-ai-gateway', {}],
    ['a config, as a whole', { config }, 'update-config', config],
    ['notifications', { email_notifications: {} }, 'update-notifications', { email_notifications: {} }],
    [
      'telemetry',
      { telemetry_config: { telemetry_profile_id: 'p' } },
      'patch-telemetry-config',
      { telemetry_config: { telemetry_profile_id: 'p' } },
    ],
    ['empty telemetry, which removes it', { telemetry_config: {} }, 'patch-telemetry-config', {}],
    [
      'system metrics',
      { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' },
      'patch-system-metrics-export-state',
      { uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED' },
    ],
    [
      'permissions, merged',
      { permissions: [{ level: 'CAN_QUERY', group_name: 'g' }] },
      'update-permissions',
      { access_control_list: [{ group_name: 'g', permission_level: 'CAN_QUERY' }] },
    ],
    ['tags', { tags: [{ key: 'a', value: '1' }] }, 'patch-tags', { add_tags: [{ key: 'a', value: '1' }] }],
  ])('%s', (_, update, call, body) => {
    expect(routeUpdate('chat', update)).toEqual([
      { call, endpoint: 'chat', body, keys: Object.keys(update) },
    ]);
  });

  it('and what no call can change by none', () => {
    expect(routeUpdate('chat', { name: 'chat', permissions: [], secrets: [] })).toEqual([]);
  });
});

describe('the order of calls', () => {
  const gateway = { usage_tracking_config: { enabled: true } };
  const fallback = { fallback_config: { enabled: true } };
  const telemetry = { telemetry_profile_id: 'p' };

  it.each<[string, EndpointUpdateDocument, string[]]>([
    [
      'the gateway before the config, and a wait between',
      { config, ai_gateway: gateway },
      ['put-ai-gateway', 'wait', 'update-config'],
    ],
    [
      'fallbacks after the entities to fall back to',
      { config, ai_gateway: fallback },
      ['update-config', 'wait', 'put-ai-gateway'],
    ],
    [
      'telemetry once the config is deployed',
      { config, telemetry_config: telemetry },
      ['update-config', 'wait', 'patch-telemetry-config'],
    ],
    [
      'telemetry once the gateway has settled',
      { ai_gateway: gateway, telemetry_config: telemetry },
      ['put-ai-gateway', 'wait', 'patch-telemetry-config'],
    ],
    [
      'cheap calls first, permissions last',
      {
        permissions: [{ level: 'CAN_VIEW', user_name: 'u' }],
        telemetry_config: telemetry,
        config,
        ai_gateway: gateway,
        rate_limits: [],
        uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_DISABLED',
        email_notifications: {},
        tags: [{ key: 'a' }],
      },
      [
        'patch-tags',
        'update-notifications',
        'patch-system-metrics-export-state',
        'put-rate-limits',
        'put-ai-gateway',
        'wait',
        'update-config',
        'wait',
        'patch-telemetry-config',
        'update-permissions',
      ],
    ],
  ])('%s', (_, update, calls) => {
    expect(callsOf(routeUpdate('chat', update))).toEqual(calls);
  });
});

describe('tags', () => {
  const actual = { tags: [{ key: 'a', value: '1' }, { key: 'b' }, { key: 'c', value: '3' }] };

  it('are patched by what differs', () => {
    const tags = [{ key: 'a', value: '2' }, { key: 'b' }, { key: 'd' }];
    expect(routeUpdate('chat', { tags }, actual)).toMatchObject([
      { body: { add_tags: [{ key: 'a', value: '2' }, { key: 'd' }], delete_tags: ['c'] } },
    ]);
  });

  it('need no call where nothing differs, an empty value and none being equal', () => {
    const tags = [
      { key: 'c', value: '3' },
      { key: 'b', value: '' },
      { key: 'a', value: '1' },
    ];
    expect(routeUpdate('chat', { tags }, actual)).toEqual([]);
  });

  it('are all deleted by an empty list', () => {
    expect(routeUpdate('chat', { tags: [] }, actual)).toMatchObject([
      { body: { delete_tags: ['a', 'b', 'c'] } },
    ]);
    expect(routeUpdate('chat', { tags: [] }, {})).toEqual([]);
  });
});

describe('an inference table that runs', () => {
  const actual = { ai_gateway: { inference_table_config: { ...table, table_name_prefix: 'p' } } };
  const moveTo = (change: object): readonly Step[] =>
    routeUpdate('chat', { ai_gateway: { inference_table_config: { ...table, ...change } } }, actual);

  it.each([{ catalog_name: 'other' }, { schema_name: 'other' }, { table_name_prefix: 'other' }])(
    'moves in two calls with a wait between: %o',
    (change) => {
      const steps = moveTo(change);
      expect(callsOf(steps)).toEqual(['put-ai-gateway', 'wait', 'put-ai-gateway']);
      expect(steps[0]).toMatchObject({
        body: { inference_table_config: { ...table, table_name_prefix: 'p', enabled: false } },
      });
      expect(steps[2]).toMatchObject({ body: { inference_table_config: { ...table, ...change } } });
    },
  );

  it.each([{}, { enabled: false }, { enabled: false, catalog_name: 'other' }, { table_name_prefix: 'p' }])(
    'changes in one call where it does not move: %o',
    (change) => {
      expect(callsOf(moveTo(change))).toEqual(['put-ai-gateway']);
    },
  );

  it('changes in one call where the present one is disabled, or not there', () => {
    const ai_gateway = { inference_table_config: { ...table, catalog_name: 'other' } };
    const disabled = { ai_gateway: { inference_table_config: { ...table, enabled: false } } };
    expect(callsOf(routeUpdate('chat', { ai_gateway }, disabled))).toEqual(['put-ai-gateway']);
    expect(callsOf(routeUpdate('chat', { ai_gateway }, {}))).toEqual(['put-ai-gateway']);
  });

  it('keeps the rest of the wanted gateway while it is disabled', () => {
    const ai_gateway = {
      usage_tracking_config: { enabled: true },
      inference_table_config: { ...table, schema_name: 's' },
    };
    expect(routeUpdate('chat', { ai_gateway }, actual)[0]).toMatchObject({
      body: { usage_tracking_config: { enabled: true } },
    });
  });
});

describe('needsActual', () => {
  it.each<[EndpointUpdateDocument, boolean]>([
    [{ tags: [] }, true],
    [{ ai_gateway: { inference_table_config: table } }, true],
    [{ ai_gateway: { inference_table_config: { enabled: false, catalog_name: 'main' } } }, false],
    [{ ai_gateway: { rate_limits: [] } }, false],
    [{ rate_limits: [] }, false],
    [{ config, permissions: [], telemetry_config: {}, email_notifications: {} }, false],
  ])('%o: %s', (update, needed) => {
    expect(needsActual(update)).toBe(needed);
  });
});

describe('create', () => {
  it('sends the document without our extensions, then grants permissions', () => {
    const document = {
      name: 'chat',
      config,
      tags: [{ key: 'a' }],
      permissions: [{ level: 'CAN_MANAGE', service_principal_name: 'id' }],
      secrets: [{ scope: 's', key: 'k', from_env: 'K' }],
    };
    expect(routeCreate(document)).toEqual([
      {
        call: 'create',
        endpoint: 'chat',
        body: { name: 'chat', config, tags: [{ key: 'a' }] },
        keys: ['name', 'config', 'tags'],
      },
      {
        call: 'update-permissions',
        endpoint: 'chat',
        body: { access_control_list: [{ service_principal_name: 'id', permission_level: 'CAN_MANAGE' }] },
        keys: ['permissions'],
      },
    ]);
    expect(document.secrets).toHaveLength(1);
  });
});

describe('properties', () => {
  const parts: EndpointUpdateDocument = {
    tags: [{ key: 'a', value: '1' }],
    ai_gateway: { inference_table_config: table, fallback_config: { enabled: true } },
    config,
    email_notifications: { on_update_failure: ['a@example.com'] },
    telemetry_config: { telemetry_profile_id: 'p' },
    rate_limits: [{ calls: 1, renewal_period: 'minute' }],
    uc_system_metrics_export_state: 'FIRST_PARTY_EXPORT_ENABLED',
    permissions: [{ level: 'CAN_VIEW', user_name: 'u' }],
  };
  const actual = {
    tags: [{ key: 'b' }],
    ai_gateway: { inference_table_config: { ...table, schema_name: 'old' } },
  };
  const keys = fc.shuffledSubarray(Object.keys(parts));
  const pick = (names: readonly string[]): EndpointUpdateDocument =>
    Object.fromEntries(names.map((key) => [key, parts[key]]));

  it('the order of keys changes nothing', () => {
    fc.assert(
      fc.property(keys, (names) => {
        expect(routeUpdate('chat', pick(names), actual)).toEqual(
          routeUpdate('chat', pick(names.toSorted()), actual),
        );
      }),
    );
  });

  it('each key that is given is carried, nothing else is, and steps survive JSON', () => {
    fc.assert(
      fc.property(keys, fc.boolean(), (names, isKnown) => {
        const steps = routeUpdate('chat', pick(names), isKnown ? actual : undefined);
        const carried = new Set(steps.flatMap((step) => (step.call === 'wait' ? [] : step.keys)));
        expect([...carried].sort()).toEqual(names.toSorted());
        expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
      }),
    );
  });

  it('never two calls that set the endpoint updating without a wait between, and none to end with', () => {
    const deploys = (call: string) => call === 'put-ai-gateway' || call === 'update-config';
    fc.assert(
      fc.property(keys, (names) => {
        const calls = callsOf(routeUpdate('chat', pick(names), actual));
        for (const [index, call] of calls.entries()) {
          if (deploys(call)) expect(deploys(calls[index + 1] ?? '')).toBe(false);
        }
        expect(calls.at(-1)).not.toBe('wait');
      }),
    );
  });
});
