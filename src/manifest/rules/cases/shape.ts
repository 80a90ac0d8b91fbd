import type { shapeCodes } from '../codes.ts';
import type { RuleCase } from './case.ts';

/** Codes that no text by itself shows: they are of files that can't be read, or of a command for one endpoint. */
type WithoutText =
  | 'file-missing'
  | 'file-is-directory'
  | 'file-unreadable'
  | 'no-files'
  | 'file-too-large'
  | 'not-utf8'
  | 'control-character'
  | 'json-empty'
  | 'json-syntax'
  | 'empty-file'
  | 'unknown-target'
  | 'unused-variable'
  | 'one-document';

type ShapeCase = Pick<RuleCase, 'fails' | 'at' | 'under' | 'passes'>;

/** The tree of a thousand million leaves that six lines are enough for. */
const explosion = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index, names) => {
  const item = index === 0 ? 'x' : `*${names[index - 1] ?? ''}`;
  return `${name}: &${name} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
});

const good = 'name: e\ntags: [{key: team}]';
const bundle = (...lines: readonly string[]): string =>
  [
    'bundle: {name: shop}',
    ...lines,
    'resources:',
    '  model_serving_endpoints:',
    '    e: {name: "e-${var.a}"}',
  ].join('\n');
const entity = (version: string): string =>
  `name: e\nconfig:\n  served_entities:\n    - {entity_name: m, entity_version: ${version}, scale_to_zero_enabled: false}`;
const openai = (key: string): string =>
  `name: e\nconfig:\n  served_entities:\n    - external_model:\n        {provider: openai, name: gpt-4o, task: llm/v1/chat, openai_config: {openai_api_key_plaintext: "${key}"}}`;
const scopes = (...names: readonly string[]): string =>
  `resources:\n  secret_scopes:\n${names.map((name, index) => `    s${index}: {name: ${name}}`).join('\n')}`;

/** The checks that come before the rules, each seen from both sides, as `validate` reads the text. */
export const shapeCases: Readonly<Record<Exclude<keyof typeof shapeCodes, WithoutText>, ShapeCase>> = {
  'yaml-syntax': { fails: 'name: e\ntags: [{key: team}', at: 2, under: '', passes: good },
  'duplicate-key': { fails: 'name: e\nname: f', at: 2, under: 'name', passes: good },
  'complex-key': { fails: 'name: e\n? [a]\n: b', at: 2, under: '[a]', passes: good },
  'bad-merge': { fails: 'name: e\n<<: x', at: 2, under: 'x', passes: 'name: e\n<<: {tags: []}' },
  'unknown-alias': { fails: 'name: *n', at: 1, under: '*n', passes: 'name: &n e\ndescription: *n' },
  'alias-cycle': { fails: 'name: e\ntags: &t [*t]', at: 2, under: '*t', passes: good },
  'alias-explosion': {
    fails: explosion.join('\n'),
    at: 4,
    under: '*c',
    passes: good,
  },
  'too-deep': {
    fails: `name: e\ntags: ${'['.repeat(101)}${']'.repeat(101)}`,
    at: 2,
    under: '',
    passes: good,
  },
  'both-places': {
    fails: 'name: e\ntags: []\nconfig:\n  tags: []',
    at: 4,
    under: 'tags',
    passes: good,
  },
  'misplaced-key': {
    fails: 'name: e\nconfig:\n  ai_gateway: {usage_tracking_config: {enabled: true}}',
    at: 3,
    under: 'ai_gateway',
    passes: 'name: e\nai_gateway: {usage_tracking_config: {enabled: true}}',
  },
  'passed-over': {
    fails: 'resources:\n  jobs: {}\n  model_serving_endpoints: {e: {name: e}}',
    at: 2,
    under: 'jobs',
    passes: 'resources:\n  model_serving_endpoints: {e: {name: e}}',
  },
  'wrong-type': { fails: 'name: e\ntags: team', at: 2, under: 'team', passes: good },
  'missing-key': { fails: 'name: e\ntags:\n  - value: ml', at: 3, under: 'value', passes: good },
  'bad-value': {
    fails: 'name: e\nai_gateway: {rate_limits: [{calls: 1, renewal_period: hour}]}',
    at: 2,
    under: 'hour',
    passes: 'name: e\nai_gateway: {rate_limits: [{calls: 1, renewal_period: minute}]}',
  },
  'unknown-key': { fails: 'name: e\ntgas: [{key: team}]', at: 2, under: 'tgas', passes: good },
  'unknown-value': {
    fails: 'name: e\nai_gateway: {rate_limits: [{calls: 1, renewal_period: minute, key: usr}]}',
    at: 2,
    under: 'usr',
    passes: 'name: e\nai_gateway: {rate_limits: [{calls: 1, renewal_period: minute, key: user}]}',
  },
  'ambiguous-scalar': { fails: entity('1.10'), at: 4, under: '1.10', passes: entity('"110"') },
  'duplicate-resource': {
    fails: `${bundle('variables: {a: {default: x}}')}\n---\n${bundle()}`,
    at: 10,
    under: 'e:',
    passes: bundle('variables: {a: {default: x}}'),
  },
  'undefined-variable': {
    fails: bundle(),
    at: 4,
    under: '"e-${var.a}"',
    passes: bundle('variables: {a: {default: x}}'),
  },
  'variable-cycle': {
    fails: bundle('variables: {a: {default: "${var.b}"}, b: {default: "${var.a}"}}'),
    at: 5,
    under: '"e-${var.a}"',
    passes: bundle('variables: {a: {default: "${var.b}"}, b: {default: x}}'),
  },
  'bad-variable': {
    fails: 'name: e-${bundle.target == "dev"}',
    at: 1,
    under: 'e-${',
    passes: 'name: e-${env.STAGE:-dev}',
  },
  'variable-in-key': { fails: 'name: e\n"${env.TEAM}": 1', at: 2, under: '"${env.TEAM}"', passes: good },
  'unknown-variable': {
    fails: 'name: e\ndescription: by ${workspace.host}',
    at: 2,
    under: 'by',
    passes: good,
  },
  'value-not-given': {
    fails: openai('${env.NOBODY_HAS_SET_THIS}'),
    at: 5,
    under: '"${env',
    passes: openai('${env.NOBODY_HAS_SET_THIS:-key}'),
  },
  'duplicate-endpoint': { fails: `${good}\n---\n${good}`, at: 4, under: 'e', passes: good },
  'duplicate-scope': { fails: scopes('keys', 'Keys'), at: 4, under: 'Keys', passes: scopes('keys') },
  'nothing-declared': { fails: 'resources:\n  model_serving_endpoints: {}', at: 1, under: '', passes: good },
};
