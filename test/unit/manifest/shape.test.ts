import { describe, expect, it } from 'vitest';
import { readEndpoint } from '../../../src/manifest/read-document.ts';
import { bytesOf, findingsOf, placesOf, yaml } from '../../helpers/manifest.ts';

const entity = (more: string): string =>
  `name: e\nconfig:\n  served_entities:\n    - {name: a, entity_name: m, entity_version: '1', scale_to_zero_enabled: false, ${more}}\n`;

const entityOf = (text: string) =>
  readEndpoint({ file: 'm.yaml', bytes: bytesOf(text) }).document?.config?.served_entities?.[0];

describe('scalars of a neighbouring type', () => {
  it.each([
    ['entity_version: 3', 'entity_version', '3'],
    ['workload_size: 1.5', 'workload_size', '1.5'],
    ['workload_size: true', 'workload_size', 'true'],
    ['scale_to_zero_enabled: "true"', 'scale_to_zero_enabled', true],
    ["burst_scaling_enabled: 'false', provisioned_model_units: '50'", 'provisioned_model_units', 50],
    ['min_provisioned_concurrency: "4"', 'min_provisioned_concurrency', 4],
  ])('%s is read as what it means', (written, key, value) => {
    const text = entity(written).replace(
      new RegExp(`(?<=, )${written.split(':')[0]!}: [^,]+, (?=.*${written.split(':')[0]!})`),
      '',
    );
    expect(findingsOf(text).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(entityOf(text)?.[key]).toBe(value);
  });

  it.each([
    ['a fraction that loses its zero', 'workload_size: 1.10', 'error', '`1.10` is read as the number 1.1'],
    ['an integer with a leading zero', 'workload_size: 010', 'warning', '`010` is read as the number 10'],
    ['a number in hexadecimal', 'workload_size: 0x1F', 'warning', '`0x1F` is read as the number 31'],
    [
      'a boolean in capitals and quotes',
      'burst_scaling_enabled: "False"',
      'error',
      '`False` in quotes is a text, not a boolean',
    ],
    [
      'a boolean of YAML 1.1',
      'burst_scaling_enabled: yes',
      'warning',
      '`yes` is a text in YAML 1.2, and taken for true',
    ],
    [
      'a number with a unit',
      'max_provisioned_throughput: 1k',
      'error',
      '`max_provisioned_throughput` must be a number, not a text',
    ],
  ])('%s is told', (_, written, severity, message) => {
    const [finding] = findingsOf(entity(written)).filter(
      ({ code }) => code !== 'unknown-value' && code !== 'burst-without-units',
    );
    expect(finding).toMatchObject({ severity, message });
  });

  it('judges what a text turned into', () => {
    const text = yaml`
      name: e
      config:
        served_entities: [{name: a, entity_name: m}]
        traffic_config: {routes: [{served_entity_name: a, traffic_percentage: '200'}]}
    `;
    expect(findingsOf(text).map(({ message }) => message)).toEqual(['`traffic_percentage` must be 0 to 100']);
  });
});

describe('wrong shapes, as sentences', () => {
  it.each([
    ['name: []', '1:7 wrong-type', '`name` must be a text, not a list'],
    ['name: e\ntags: {}', '2:7 wrong-type', '`tags` must be a list, not a map'],
    ['name: e\ntags: k', '2:7 wrong-type', '`tags` must be a list, not a text'],
    ['name: e\ntags:', '2:1 wrong-type', '`tags` must be a list, not nothing'],
    ['name: e\ntags: [k]', '2:8 wrong-type', 'item 1 of `tags` must be a map of keys, not a text'],
    ['name: e\nconfig: 3', '2:9 wrong-type', '`config` must be a map of keys, not an integer'],
    ['name: e\ntags: [{value: v}]', '2:8 missing-key', 'item 1 of `tags` has no `key`'],
    ['name: a/b', '1:7 bad-value', '`name` may hold only letters, digits, "-" and "_"'],
    ["name: ''", '1:7 bad-value', '`name` must not be empty'],
    [`name: ${'x'.repeat(64)}`, '1:7 bad-value', '`name` may hold at most 63 characters'],
    [
      'name: chat-$USER',
      '1:7 unexpanded-variable',
      '`name` holds what looks like a variable that nothing has put a value for',
    ],
    [
      'name: e\nroute_optimized: ${FAST}',
      '2:18 unexpanded-variable',
      '`route_optimized` holds what looks like a variable that nothing has put a value for',
    ],
    [
      'name: e\nrate_limits: [{calls: 1, renewal_period: minutes}]',
      '2:42 bad-value',
      '`renewal_period` must be `minute`, not `minutes`',
    ],
    [
      'name: e\ntelemetry_config: {telemetry_profile_id: p, inference_table_config: {sampling_fraction: 2}}',
      '2:89 bad-value',
      '`sampling_fraction` must be 0 to 1',
    ],
  ])('%s', (text, place, message) => {
    const findings = findingsOf(text).filter(({ code }) => code !== 'rate-limits-deprecated');
    expect(placesOf(findings)).toEqual([place]);
    expect(findings[0]?.message).toBe(message);
  });
});

describe('keys and values that are not known', () => {
  it.each([
    ['ai_gatewy: {}', /^did you mean `ai_gateway`\?$/],
    ['tag: []', /^did you mean `tags`\?$/],
    ['zzz: 1', /^remove it; known here: name, config, .*\btags\b/],
    ['config: {zzz: 1}', /^remove it; known here: served_entities, /],
  ])('an unknown key is an error: %s', (line, hint) => {
    const [finding, ...others] = findingsOf(`name: e\n${line}\n`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', code: 'unknown-key', range: { line: 2 } });
    expect(finding?.hint).toMatch(hint);
  });

  it('an unknown value of an enumeration is a warning: the service may know it', () => {
    const findings = findingsOf(entity('workload_type: GPU_SMALLL'));
    expect(findings).toMatchObject([
      { severity: 'warning', code: 'unknown-value', hint: 'did you mean `GPU_SMALL`?' },
    ]);
  });
});

it('tells all problems of a file at once, each once, in the order of the file', () => {
  const text = yaml`
    nmae: chat
    config:
      served_entities:
        - name: a b
          external_model:
            provider: openai
            name: gpt-4o
            openai_config: {openai_api_key: plain}
      traffic_config:
        routes:
          - {served_entity_name: z, traffic_percentage: 90}
    tags: {}
  `;
  expect(placesOf(findingsOf(text))).toEqual([
    '1:1 unknown-key',
    '4:13 bad-value',
    '5:7 missing-key',
    '8:41 secret-reference',
    '10:5 traffic-sum',
    '11:30 route-unknown-entity',
    '12:7 wrong-type',
  ]);
});

it('hands out no document while a finding is an error', () => {
  const source = { file: 'm.yaml', bytes: bytesOf('name: a/b\n') };
  expect(readEndpoint(source).document).toBeUndefined();
});

describe('one fault is told once', () => {
  const entity = "{name: a, entity_name: m, entity_version: '1', scale_to_zero_enabled: false}";
  const routed = (route: string): string =>
    `name: e\nconfig:\n  served_entities: [${entity}]\n  traffic_config: {routes: [${route}]}\n`;
  const limit = (more: string): string =>
    `name: e\nai_gateway: {rate_limits: [{renewal_period: minute, ${more}}]}\n`;
  const model = (more: string): string =>
    `name: e\nconfig: {served_entities: [{name: a, external_model: {provider: openai, name: m, task: llm/v1/chat, ${more}}}]}\n`;

  const two = `${entity}, ${entity.replace('name: a', 'name: b')}`;
  /** The codes, each with what its caret stands under. */
  const toldOf = (text: string): readonly string[] =>
    findingsOf(text).map(({ code, sourceLine, range }) =>
      [code, sourceLine?.slice((range?.column ?? 1) - 1, (range?.endColumn ?? 1) - 1)].join(' '),
    );

  it.each([
    [
      'one route of several of a wrong type',
      `name: e\nconfig:\n  served_entities: [${two}]\n  traffic_config: {routes: [{served_entity_name: a, traffic_percentage: 100}, {served_entity_name: [b], traffic_percentage: 0}]}\n`,
      'wrong-type [b]',
    ],
    ['a limit of a wrong type', limit('calls: many'), 'wrong-type many'],
    ['a misspelt limit', limit('cals: 5'), 'unknown-key cals'],
    [
      'a limit whose variable has no value',
      limit('calls: "${var.calls}"'),
      'undefined-variable "${var.calls}"',
    ],
    [
      'a misspelt route',
      routed('{served_entty_name: a, traffic_percentage: 100}'),
      'unknown-key served_entty_name',
    ],
    [
      'a route of a wrong type',
      routed('{served_entity_name: [a], traffic_percentage: 100}'),
      'wrong-type [a]',
    ],
    ['a route that is none', routed('a'), 'wrong-type a'],
    ['a share of a wrong type', routed('{served_entity_name: a, traffic_percentage: all}'), 'wrong-type all'],
    [
      'traffic of a wrong type',
      `name: e\nconfig:\n  served_entities: [${two}]\n  traffic_config: all\n`,
      'wrong-type all',
    ],
    [
      'a misspelt traffic_config',
      `name: e\nconfig:\n  served_entities: [${two}]\n  trafic_config: {routes: []}\n`,
      'unknown-key trafic_config',
    ],
    ['settings of a wrong type', model('openai_config: key'), 'wrong-type key'],
    [
      'misspelt settings',
      model("openai_confg: {openai_api_key: '{{secrets/a/b}}'}"),
      'unknown-key openai_confg',
    ],
    [
      'a misspelt credential',
      model("openai_config: {openai_key: '{{secrets/a/b}}'}"),
      'unknown-key openai_key',
    ],
    ['a misspelt name', `nmae: e\n`, 'unknown-key nmae'],
    [
      'a misspelt external model',
      'name: e\nconfig: {served_entities: [{externl_model: {provider: openai}}]}\n',
      'unknown-key externl_model',
    ],
    [
      'an inference table of a wrong type',
      'name: e\nai_gateway: {inference_table_config: {enabled: true, catalog_name: [a], schema_name: b}}\n',
      'wrong-type [a]',
    ],
  ])('%s', (_, text, place) => {
    expect(toldOf(text)).toEqual([place]);
  });

  it('and what is wrong beside it is told, too', () => {
    const text = routed('{served_entty_name: a, traffic_percentage: 90}');
    expect(toldOf(text)).toEqual(['traffic-sum routes', 'unknown-key served_entty_name']);
    expect(toldOf(limit('calls: many, key: user_group'))).toEqual([
      'wrong-type many',
      'principal-missing user_group',
    ]);
  });
});
