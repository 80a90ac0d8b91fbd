import { describe, expect, it } from 'vitest';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { bytesOf } from '../../helpers/manifest.ts';

/** What `validate` makes of a file. */
function read(text: string, env: Readonly<Record<string, string>> = {}) {
  const file = { ...parse('m.yaml', bytesOf(text)), isFound: false, bundle: 'm.yaml' };
  const settings = {
    env,
    given: new Map(),
    strict: false,
    lacking: { writeOnly: 'note', unknown: 'note' },
  } as const;
  return readManifests([file], settings);
}
const told = (text: string): string[] =>
  read(text).diagnostics.map(({ severity, code, hint }) => `${severity} ${code}: ${hint ?? ''}`);

const custom = (more: string): string =>
  `name: e\nconfig: {served_entities: [{name: a, entity_name: main.s.m, ${more}}]}`;
const external = (more: string): string =>
  `name: e\nconfig: {served_entities: [{name: a, external_model: {${more}}}]}`;
const chat = 'name: gpt-4o, task: llm/v1/chat';

describe('scalars of the neighbouring type', () => {
  it.each([
    [
      'scale_to_zero_enabled: "true", entity_version: 1',
      { scale_to_zero_enabled: true, entity_version: '1' },
    ],
    ["scale_to_zero_enabled: 'false', entity_version: '2'", { scale_to_zero_enabled: false }],
    [
      "scale_to_zero_enabled: false, entity_version: '1', min_provisioned_throughput: '0', max_provisioned_throughput: '100'",
      { max_provisioned_throughput: 100 },
    ],
    [
      "scale_to_zero_enabled: false, entity_version: '1', environment_vars: {A: 1, B: true}",
      { environment_vars: { A: '1', B: 'true' } },
    ],
  ])('%s reads without a word', (more, wanted) => {
    const { endpoints, diagnostics } = read(custom(more));
    expect(diagnostics).toEqual([]);
    expect(endpoints[0]?.document.config?.served_entities?.[0]).toMatchObject(wanted);
  });

  it.each([
    ['scale_to_zero_enabled: yes, entity_version: 1', 'warning ambiguous-scalar: write true'],
    ['scale_to_zero_enabled: off, entity_version: 1', 'warning ambiguous-scalar: write false'],
    [
      'scale_to_zero_enabled: false, entity_version: 1.10',
      'error ambiguous-scalar: write it in quotes: "1.10"',
    ],
    [
      'scale_to_zero_enabled: "False", entity_version: 1',
      'error ambiguous-scalar: write false, without quotes',
    ],
    ['scale_to_zero_enabled: false, entity_version: 010', 'warning ambiguous-scalar: write "10" in quotes'],
    ['scale_to_zero_enabled: false, entity_version: 1, min_provisioned_throughput: 1k', 'error wrong-type: '],
  ])('%s is told', (more, wanted) => {
    expect(told(custom(more))).toEqual([wanted]);
  });

  it('are judged after variables have their values', () => {
    const text = custom('scale_to_zero_enabled: "${env.ZERO}", entity_version: "${env.VERSION:-3}"');
    const { endpoints, diagnostics } = read(text, { ZERO: 'true' });
    expect(diagnostics).toEqual([]);
    expect(endpoints[0]?.document.config?.served_entities?.[0]).toMatchObject({
      scale_to_zero_enabled: true,
      entity_version: '3',
    });
    expect(read(text, { ZERO: 'False' }).diagnostics.map(({ code }) => code)).toEqual(['ambiguous-scalar']);
  });
});

describe('forms that public files have', () => {
  it.each([
    [
      'a secret reference with a variable in it',
      external(
        `provider: openai, ${chat}, openai_config: {openai_api_key: "{{secrets/\${env.SCOPE:-llm}/key}}"}`,
      ),
    ],
    ['the gateway alone', 'name: databricks-llama\nai_gateway: {usage_tracking_config: {enabled: true}}'],
    [
      'an inference table with a catalog alone',
      'name: e\nai_gateway: {inference_table_config: {catalog_name: main}}',
    ],
    [
      'permissions and a lifecycle of a bundle',
      'resources: {model_serving_endpoints: {e: {name: e, lifecycle: {prevent_destroy: true}, permissions: [{level: CAN_QUERY, group_name: users}]}}}',
    ],
    [
      '0 % for a fallback',
      `name: e\nconfig: {served_entities: [${['a', 'b'].map((n) => `{name: ${n}, entity_name: m, entity_version: '1', scale_to_zero_enabled: false}`).join(', ')}], traffic_config: {routes: [{served_entity_name: a, traffic_percentage: "100"}, {served_entity_name: b, traffic_percentage: 0}]}}`,
    ],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('wrong names that people write', () => {
  it.each([
    ['resources: {serving_endpoints: {e: {name: e}}}', 'did you mean `model_serving_endpoints`?'],
    [
      'model_serving_endpoints: {e: {name: e}}',
      'put it under `resources:`, as `resources.model_serving_endpoints`',
    ],
    [external(`provider: aws-bedrock, ${chat}`), 'did you mean `amazon-bedrock`?'],
    [
      external(`provider: amazon-bedrock, ${chat}, aws_bedrock_config: {}`),
      'did you mean `amazon_bedrock_config`?',
    ],
    [
      external(
        `provider: amazon-bedrock, ${chat}, amazon_bedrock_config: {aws_region: x, bedrock_provider: amazon, bedrock_access_key_id: x}`,
      ),
      'did you mean `aws_access_key_id`?',
    ],
    [
      external(
        `provider: amazon-bedrock, ${chat}, amazon_bedrock_config: {aws_region: x, bedrock_provider: amazon, bedrock_secret_access_key: x}`,
      ),
      'did you mean `aws_secret_access_key`?',
    ],
    [external(`provider: google, ${chat}`), 'did you mean `google-cloud-vertex-ai`?'],
    [
      external(`provider: google-cloud-vertex-ai, ${chat}, google_config: {}`),
      'did you mean `google_cloud_vertex_ai_config`?',
    ],
    [external(`provider: databricks, ${chat}`), 'did you mean `databricks-model-serving`?'],
    [
      external(`provider: custom, ${chat}, custom_provider_url: https://x`),
      'did you mean `custom_provider_config.custom_provider_url`?',
    ],
    [
      external(`provider: custom, ${chat}, bearer_token_auth: {}`),
      'did you mean `custom_provider_config.bearer_token_auth`?',
    ],
    [external(chat), 'add `provider: …`'],
    [external('provider: openai, name: gpt-4o'), 'add `task: …`'],
    [
      "name: e\nconfig: {served_models: [{name: a, model_name: m, model_version: '1'}]}",
      'add `scale_to_zero_enabled: …`',
    ],
    ['name: e\nai_gateway: {inference_table_config: {enabled: true}}', 'catalog_name'],
    [
      external(
        `provider: openai, ${chat}, openai_config: {openai_api_type: azure, microsoft_entra_tenant_id: x, microsoft_entra_client_id: x, microsoft_entra_client_secret: "{{secrets/a/b}}"}`,
      ),
      'azuread',
    ],
    [
      external(`provider: openai, ${chat}, openai_config: {openai_api_key: "{{secrets/}}"}`),
      'write {{secrets/SCOPE/KEY}}',
    ],
    [
      external(`provider: openai, ${chat}, openai_config: {openai_api_key: "{{secrets/<scope>/<key>}}"}`),
      'put the real name of the scope in its place',
    ],
    ['name: $UNIQUE_NAME', 'envsubst'],
    ['"${var.x}": 1\nname: e', 'write the key out'],
    ['name: e-${bundle.target == "dev"}', 'put the outcome into a variable of its own'],
  ])('%s', (text, fix) => {
    const errors = read(text).diagnostics;
    expect(errors.map(({ hint }) => hint ?? '').join('\n')).toContain(fix);
  });
});

describe('a write-only value that nobody has given', () => {
  const text = external(
    `provider: openai, ${chat}, openai_config: {openai_api_key_plaintext: "\${env.KEY}"}`,
  );

  it('is a note where manifests are checked, with the place kept for whoever sends it', () => {
    const { endpoints, diagnostics } = read(text);
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['note value-not-given']);
    expect(endpoints[0]?.notGiven).toMatchObject([
      {
        variable: '${env.KEY}',
        path: ['config', 'served_entities', 0, 'external_model', 'openai_config', 'openai_api_key_plaintext'],
      },
    ]);
  });

  it('is put in where it is there', () => {
    const { endpoints, diagnostics } = read(text, { KEY: 'k' });
    expect(diagnostics).toEqual([]);
    expect(endpoints[0]?.notGiven).toEqual([]);
  });
});
