import { custom, external, type RuleCase } from './case.ts';

const traffic = (entities: readonly string[], ...routes: readonly string[]): string =>
  [
    'name: e',
    'config:',
    '  served_entities:',
    ...entities.map((entity) => `    - ${entity}`),
    '  traffic_config:',
    '    routes:',
    ...routes.map((route) => `      - {${route}}`),
  ].join('\n');

const one = [custom('a')];
const two = [custom('a'), custom('b')];
const a100 = 'served_entity_name: a, traffic_percentage: 100';
const b0 = 'served_entity_name: b, traffic_percentage: 0';
const good = traffic(two, a100, b0);

const limits = (...entries: readonly string[]): string =>
  ['name: e', 'ai_gateway:', '  rate_limits:', ...entries.map((entry) => `    - {${entry}}`)].join('\n');
const perMinute = 'renewal_period: minute';

export const trafficCases = {
  'traffic-missing': {
    fails: `name: e\nconfig: {served_entities: [${two.join(', ')}]}`,
    at: 2,
    under: 'served_entities',
    passes: good,
  },
  'traffic-sum': {
    fails: traffic(one, 'served_entity_name: a, traffic_percentage: 90'),
    at: 6,
    under: 'routes',
    passes: traffic(one, a100),
  },
  'route-without-name': {
    fails: traffic(two, 'traffic_percentage: 0', a100, b0),
    at: 8,
    under: '{traffic_percentage: 0}',
    passes: good,
  },
  'route-names-differ': {
    fails: traffic(two, `${a100}, served_model_name: b`, b0),
    at: 8,
    under: 'b',
    passes: traffic(two, `${a100}, served_model_name: a`, b0),
  },
  'route-unknown-entity': {
    fails: traffic(two, a100, b0, 'served_entity_name: zzzzzz, traffic_percentage: 0'),
    at: 10,
    under: 'zzzzzz',
    passes: good,
  },
  'entity-without-route': { fails: traffic(two, a100), at: 5, under: '{name: b', passes: good },
  'fallback-alone': {
    fails: `name: e\nconfig: {served_entities: [${external('a')}]}\nai_gateway: {fallback_config: {enabled: true}}`,
    at: 3,
    under: 'true',
    passes: `${traffic([external('a'), external('b')], a100, b0)}\nai_gateway: {fallback_config: {enabled: true}}`,
  },
  'rate-limits-twice': {
    fails: `${limits(`${perMinute}, calls: 5`)}\nrate_limits: [{${perMinute}, calls: 5}]`,
    at: 5,
    under: 'rate_limits',
    passes: limits(`${perMinute}, calls: 5`),
  },
  'rate-limits-unsupported': {
    fails: `name: e\nconfig: {served_entities: [${custom('a')}]}\nrate_limits: [{${perMinute}, calls: 5}]`,
    at: 3,
    under: 'rate_limits',
    passes: `name: e\nconfig: {served_entities: [${custom('a')}]}\nai_gateway: {rate_limits: [{${perMinute}, calls: 5}]}`,
  },
  'rate-limits-deprecated': {
    fails: `name: e\nrate_limits: [{${perMinute}, calls: 5}]`,
    at: 2,
    under: 'rate_limits',
    passes: limits(`${perMinute}, calls: 5`),
  },
  'zero-rate-limit': {
    fails: limits(`${perMinute}, calls: 0`),
    at: 4,
    under: '0',
    passes: limits(`${perMinute}, calls: 1`),
  },
  'rate-limit-units': {
    fails: limits(`${perMinute}, calls: 5, tokens: 5`),
    at: 4,
    under: 'tokens',
    passes: limits(`${perMinute}, calls: 5`, `${perMinute}, tokens: 5`),
  },
  'rate-limit-empty': {
    fails: limits(perMinute),
    at: 4,
    under: '{renewal_period: minute}',
    passes: limits(`${perMinute}, tokens: 1`),
  },
  'principal-missing': {
    fails: limits(`${perMinute}, calls: 5, key: user_group`),
    at: 4,
    under: 'user_group',
    passes: limits(`${perMinute}, calls: 5, key: user_group, principal: g`),
  },
  'principal-unused': {
    fails: limits(`${perMinute}, calls: 5, principal: g`),
    at: 4,
    under: 'principal',
    passes: limits(`${perMinute}, calls: 5, key: user, principal: u@example.com`),
  },
  'duplicate-rate-limit': {
    fails: limits(`${perMinute}, calls: 5`, `${perMinute}, calls: 6, key: endpoint`),
    at: 5,
    under: '{renewal_period: minute',
    passes: limits(`${perMinute}, calls: 5`, `${perMinute}, calls: 6, key: user`),
  },
  'too-many-rate-limits': {
    fails: limits(...groups(6)),
    at: 9,
    under: '{renewal_period: minute',
    passes: limits(...groups(5)),
  },
} satisfies Record<string, RuleCase>;

function groups(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `${perMinute}, calls: 5, key: user_group, principal: g${index}`,
  );
}
