import { describe, expect, it } from 'vitest';
import { findingsAt, folderOf, load, namesOf } from '../../helpers/load.ts';
import { yaml } from '../../helpers/manifest.ts';

const root = yaml`
  bundle: {name: shop}
  include: [resources/*.yml]
  variables:
    size: {default: Small}
    scope: {description: where keys are, default: llm}
    fast: {default: false}
    entity:
      type: complex
      default: {name: m, entity_name: main.models.m, entity_version: 3, scale_to_zero_enabled: true}
    warehouse: {lookup: {warehouse: main}}
  targets:
    dev: {default: true}
    prod:
      variables: {size: Large, fast: {default: true}}
      resources:
        model_serving_endpoints:
          chat: {tags: [{key: stage, value: prod}], description: for all}
`;
const chat = (more = ''): string =>
  `resources:\n  model_serving_endpoints:\n    chat:\n      name: $\{bundle.name}-$\{bundle.target}\n      tags: [{key: team}]\n${more}`;

const documentOf = async (
  files: Readonly<Record<string, string>>,
  sources: readonly string[],
  target?: string,
) => {
  const loaded = await load(
    await folderOf(files),
    sources,
    target === undefined ? {} : { bundleTarget: target },
  );
  expect(findingsAt(loaded)).toEqual([]);
  return loaded.endpoints[0]?.document;
};

describe('a bundle', () => {
  const files = {
    'databricks.yml': root,
    'resources/chat.yml': chat('      route_optimized: ${var.fast}\n'),
  };

  it('is read with the files that it includes, for its default target', async () => {
    expect(await documentOf(files, ['databricks.yml'])).toEqual({
      name: 'shop-dev',
      tags: [{ key: 'team' }],
      route_optimized: false,
    });
  });

  it('is joined with what a target says: maps key by key, lists one after the other', async () => {
    expect(await documentOf(files, ['databricks.yml'], 'prod')).toEqual({
      name: 'shop-prod',
      description: 'for all',
      tags: [{ key: 'team' }, { key: 'stage', value: 'prod' }],
      route_optimized: true,
    });
  });

  it('is one bundle wherever it is come to first', async () => {
    expect(await documentOf(files, ['resources', '.'])).toMatchObject({ name: 'shop-dev' });
  });

  it('says where each part stands, whichever file it is in', async () => {
    const override = root.replace('description: for all', 'descripton: for all');
    const cwd = await folderOf({ ...files, 'databricks.yml': override });
    const loaded = await load(cwd, ['.'], { bundleTarget: 'prod' });
    expect(findingsAt(loaded)).toEqual(['databricks.yml:17:51 unknown-key']);
  });

  it('names a target that is near to one there is not', async () => {
    const cwd = await folderOf(files);
    const [finding, ...others] = (await load(cwd, ['.'], { bundleTarget: 'prd' })).diagnostics;
    // That nothing of what it would have said is there is the same fault.
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'unknown-target', hint: 'did you mean `prod`?' });
  });

  it('tells a resource that is declared twice, with both places', async () => {
    const cwd = await folderOf({ ...files, 'resources/again.yml': chat() });
    const finding = (await load(cwd, ['.'])).diagnostics.find(({ code }) => code === 'duplicate-resource');
    expect(finding?.range).toMatchObject({ file: 'resources/chat.yml', line: 3 });
    expect(finding?.hint).toContain('resources/again.yml:3:5');
  });

  it('puts in a variable that is a whole map, and places what is wrong with it where it is named', async () => {
    const entity =
      'resources: {model_serving_endpoints: {e: {name: e, config: {served_entities: ["${var.entity}"]}}}}';
    const cwd = await folderOf({ 'databricks.yml': root, 'resources/e.yml': entity });
    const good = await load(cwd, ['.']);
    expect(good.endpoints[0]?.document.config?.served_entities).toEqual([
      { name: 'm', entity_name: 'main.models.m', entity_version: '3', scale_to_zero_enabled: true },
    ]);
    const bad = await load(cwd, ['.'], { var: ['entity={name: m, entity_nmae: x}'] });
    const finding = bad.diagnostics.find(({ code }) => code === 'unknown-key');
    const { sourceLine = '', range } = finding ?? {};
    expect(sourceLine.slice((range?.column ?? 0) - 1, (range?.endColumn ?? 0) - 1)).toBe('"${var.entity}"');
  });

  it('notes what a development target does to names, and leaves them as they are', async () => {
    const cwd = await folderOf({
      ...files,
      'databricks.yml': root.replace('{default: true}\n', '{mode: development}\n'),
    });
    const loaded = await load(cwd, ['.'], { bundleTarget: 'dev' });
    expect(findingsAt(loaded)).toEqual(['databricks.yml:12:9 passed-over']);
    expect(namesOf(loaded)).toEqual(['shop-dev']);
  });

  it('exposes what its lifecycle protects', async () => {
    const cwd = await folderOf({
      ...files,
      'resources/chat.yml': chat('      lifecycle: {prevent_destroy: true}\n'),
    });
    const { endpoints } = await load(cwd, ['.']);
    expect(endpoints.map(({ preventDestroy }) => preventDestroy)).toEqual([true]);
  });
});

describe('secret scopes of a bundle', () => {
  const scopes = yaml`
    resources:
      secret_scopes:
        keys: {name: "\${bundle.name}-keys", backend_type: DATABRICKS}
      model_serving_endpoints:
        e:
          name: e
          config:
            served_entities:
              - {name: m, entity_name: m, entity_version: 1, scale_to_zero_enabled: false, environment_vars: {KEY: "{{secrets/\${resources.secret_scopes.keys.name}/k}}"}}
  `.replaceAll('\\$', '$');

  it('are desired scopes, and references lead to their names', async () => {
    const loaded = await load(await folderOf({ 'databricks.yml': root, 'resources/s.yml': scopes }), ['.']);
    expect(findingsAt(loaded)).toEqual([]);
    expect(loaded.scopes.map(({ document }) => document)).toEqual([
      { scope: 'shop-keys', scope_backend_type: 'DATABRICKS' },
    ]);
    expect(loaded.endpoints[0]?.document.config?.served_entities?.[0]?.environment_vars).toEqual({
      KEY: '{{secrets/shop-keys/k}}',
    });
  });

  it('are checked', async () => {
    const cwd = await folderOf({
      'a.yml':
        'resources: {secret_scopes: {a: {nmae: x}, b: {name: Y}, c: {name: y, permissions: [{level: READ}, {level: REED, user_name: u}]}}}',
    });
    expect(findingsAt(await load(cwd, ['a.yml']))).toEqual([
      'a.yml:1:33 unknown-key',
      'a.yml:1:67 duplicate-scope',
      'a.yml:1:84 one-principal',
      'a.yml:1:107 unknown-value',
    ]);
  });

  it('hold who may do what with them', async () => {
    const cwd = await folderOf({
      'a.yml':
        'resources: {secret_scopes: {a: {name: x, permissions: [{level: READ, group_name: readers}]}}}',
    });
    const loaded = await load(cwd, ['a.yml']);
    expect(findingsAt(loaded)).toEqual([]);
    expect(loaded.scopes.map(({ document }) => document)).toEqual([
      { scope: 'x', permissions: [{ level: 'READ', group_name: 'readers' }] },
    ]);
  });

  it('tell the name of a scope that there is not', async () => {
    const cwd = await folderOf({
      'databricks.yml': root,
      'resources/s.yml': scopes.replace('scopes.keys.', 'scopes.kys.'),
    });
    const [finding] = (await load(cwd, ['.'])).diagnostics;
    expect(finding).toMatchObject({
      code: 'undefined-variable',
      hint: 'did you mean `${resources.secret_scopes.keys.name}`?',
    });
  });
});

describe('what only the workspace knows', () => {
  const text = 'name: e-${workspace.current_user.short_name}\nroute_optimized: ${workspace.fast}\n';

  it('is a note, and nothing more is said of the place', async () => {
    const loaded = await load(await folderOf({ 'a.yaml': text }), ['a.yaml']);
    expect(findingsAt(loaded)).toEqual(['a.yaml:1:7 unknown-variable', 'a.yaml:2:18 unknown-variable']);
    expect(loaded.diagnostics.every(({ severity }) => severity === 'note')).toBe(true);
  });

  it('is put in where the workspace is asked, and it is asked only then', async () => {
    const cwd = await folderOf({ 'a.yaml': text, 'b.yaml': 'name: b' });
    let asked = 0;
    const workspace = async () => {
      asked += 1;
      return { current_user: { short_name: 'me' }, fast: true };
    };
    expect((await load(cwd, ['a.yaml'], { workspace })).endpoints[0]?.document).toEqual({
      name: 'e-me',
      route_optimized: true,
    });
    await load(cwd, ['b.yaml'], { workspace });
    expect(asked).toBe(1);
  });

  it('comes from the bundle where that says it', async () => {
    const files = {
      'databricks.yml': `${root}workspace: {host: https://x.example}\n`,
      'resources/e.yml':
        'resources: {model_serving_endpoints: {e: {name: e, description: "${workspace.host}"}}}',
    };
    expect(await documentOf(files, ['.'])).toEqual({ name: 'e', description: 'https://x.example' });
  });

  it('is no value of another kind: a lookup, and what a deployment makes', async () => {
    const files = {
      'databricks.yml': root,
      'resources/e.yml':
        'resources: {jobs: {j: {name: x}}, model_serving_endpoints: {e: {name: e, tags: [{key: a, value: "${var.warehouse}"}, {key: b, value: "${resources.jobs.j.id}"}]}}}',
    };
    const loaded = await load(await folderOf(files), ['.']);
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual([
      'passed-over',
      'unknown-variable',
      'unknown-variable',
    ]);
  });
});
