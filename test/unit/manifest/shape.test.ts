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
    '1:1 missing-key',
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
