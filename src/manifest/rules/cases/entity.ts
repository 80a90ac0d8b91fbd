import { yaml } from './yaml.ts';
import { custom, external, type RuleCase } from './case.ts';

const entities = (...lines: readonly string[]): string =>
  ['name: e', 'config:', '  served_entities:', ...lines.map((line) => `    - ${line}`)].join('\n');

const routed = (names: readonly string[], ...lines: readonly string[]): string => {
  const routes = names.map(
    (name, index) => `{served_entity_name: ${name}, traffic_percentage: ${index === 0 ? 100 : 0}}`,
  );
  return `${entities(...lines)}\n  traffic_config: {routes: [${routes.join(', ')}]}`;
};

const many = (count: number): string => {
  const names = Array.from({ length: count }, (_, index) => `m${index}`);
  return routed(names, ...names.map((name) => custom(name)));
};

const variables = (count: number): string =>
  entities(
    custom(
      'm',
      `, environment_vars: {${Array.from({ length: count }, (_, index) => `V${index}: x`).join(', ')}}`,
    ),
  );

export const entityCases = {
  'entities-and-models': {
    fails: yaml`
      name: e
      config:
        served_entities: [${custom('a')}]
        served_models: []
    `,
    at: 4,
    under: 'served_models',
    passes: entities(custom('a')),
  },
  'too-many-entities': { fails: many(11), at: 14, under: '{name: m10', passes: many(10) },
  'duplicate-entity-name': {
    fails: routed(['a'], custom('a'), custom('a')),
    at: 5,
    under: 'a',
    passes: routed(['a', 'b'], custom('a'), custom('b')),
  },
  'mixed-entities': {
    fails: routed(['a', 'b'], custom('a'), external('b')),
    at: 5,
    under: '{name: b',
    passes: routed(['a', 'b'], external('a'), external('b')),
  },
  'mixed-tasks': {
    fails: routed(['a', 'b'], external('a'), external('b').replace('llm/v1/chat', 'llm/v1/completions')),
    at: 5,
    under: 'llm/v1/completions',
    passes: routed(['a', 'b'], external('a'), external('b')),
  },
  'external-model-exclusive': {
    fails: entities(external('a', ', workload_size: Small')),
    at: 4,
    under: 'workload_size',
    passes: entities(custom('a', ', workload_size: Small')),
  },
  'external-model-throughput': {
    fails: entities(external('a', ', max_provisioned_throughput: 0')),
    at: 4,
    under: 'max_provisioned_throughput',
    passes: entities(custom('a', ', max_provisioned_throughput: 970')),
  },
  'nothing-served': {
    fails: entities('{name: a}'),
    at: 4,
    under: '{name: a}',
    passes: entities('{name: a, entity_name: main.features.f}'),
  },
  'scale-to-zero-unset': {
    fails: entities("{name: a, entity_name: main.models.m, entity_version: '1'}"),
    at: 4,
    under: '{name: a',
    passes: entities(
      "{name: a, entity_name: system.ai.m, entity_version: '1', max_provisioned_throughput: 970}",
    ),
  },
  'version-alias': {
    fails: entities('{name: a, entity_name: m, entity_version: Champion, scale_to_zero_enabled: true}'),
    at: 4,
    under: 'Champion',
    passes: entities('{name: a, entity_name: m, entity_version: 12, scale_to_zero_enabled: true}'),
  },
  'route-optimized-external': {
    fails: `${entities(external('a'))}\nroute_optimized: true`,
    at: 5,
    under: 'route_optimized',
    passes: `${entities(custom('a'))}\nroute_optimized: true`,
  },
  'size-and-concurrency': {
    fails: entities(custom('a', ', workload_size: Small, max_provisioned_concurrency: 4')),
    at: 4,
    under: 'max_provisioned_concurrency',
    passes: entities(custom('a', ', max_provisioned_concurrency: 4')),
  },
  'inverted-range': {
    fails: entities(custom('a', ', min_provisioned_concurrency: 8, max_provisioned_concurrency: 4')),
    at: 4,
    under: '8',
    passes: entities(custom('a', ', min_provisioned_concurrency: 4, max_provisioned_concurrency: 4')),
  },
  'concurrency-step': {
    fails: entities(custom('a', ', max_provisioned_concurrency: 6')),
    at: 4,
    under: '6',
    passes: entities(custom('a', ', max_provisioned_concurrency: 8')),
  },
  'burst-without-units': {
    fails: entities(custom('a', ', burst_scaling_enabled: true')),
    at: 4,
    under: 'burst_scaling_enabled',
    passes: entities(custom('a', ', burst_scaling_enabled: true, provisioned_model_units: 50')),
  },
  'throughput-not-eligible': {
    fails: entities(
      "{name: a, entity_name: system.ai.gpt-oss-20b, entity_version: '1', max_provisioned_throughput: 9}",
    ),
    at: 4,
    under: 'max_provisioned_throughput',
    passes: entities(
      "{name: a, entity_name: system.ai.gpt-oss-20b, entity_version: '1', provisioned_model_units: 50}",
    ),
  },
  'too-many-variables': { fails: variables(31), at: 4, under: 'V30', passes: variables(30) },
  'embedded-reference': {
    fails: entities(custom('a', ", environment_vars: {URL: 'https://u:{{secrets/s/k}}@h'}")),
    at: 4,
    under: "'https://u:{{secrets/s/k}}@h'",
    passes: entities(
      custom('a', ", environment_vars: {URL: '{{secrets/s/k}}', OTHER: '{{name}} and ${HOME}'}"),
    ),
  },
} satisfies Record<string, RuleCase>;
