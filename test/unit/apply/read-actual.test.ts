import { describe, expect, it } from 'vitest';
import type { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { preflight } from '../../../src/apply/preflight.ts';
import { readActual, readsAtOnce } from '../../../src/apply/read-actual.ts';
import { plan } from '../../../src/plan/plan.ts';
import { applying } from '../../helpers/applying.ts';
import { planOptions } from '../../helpers/planning.ts';
import { answer } from '../../helpers/scripted-transport.ts';

const document = (name: string, parts: Partial<EndpointDocument> = {}): EndpointDocument => ({
  name,
  ...parts,
});

const reading = (name: string, reference: string): EndpointDocument =>
  document(name, {
    config: {
      served_entities: [
        { name: 'm', entity_name: 'main.a.b', entity_version: '1', environment_vars: { KEY: reference } },
      ],
    },
  });

const never = () => false;

describe('reading the workspace', () => {
  it('asks for each declared endpoint, and for nothing that is not declared', async () => {
    const workspace = await applying();
    const endpoints = [document('a'), document('b'), reading('c', '{{secrets/llm/key}}')];
    const state = await readActual(workspace.client, { endpoints }, { needsPermissions: never });
    expect(state.endpoints.size).toBe(0);
    expect(workspace.requests.sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `GET /api/2.0/serving-endpoints/${name}`),
    );
  });

  it('lists scopes that are referred to only for the preflight, each once, whatever its case', async () => {
    const workspace = await applying();
    await workspace.client.secrets.createScope({ scope: 'LLM' });
    workspace.requests.length = 0;
    const endpoints = [reading('a', '{{secrets/llm/one}}'), reading('b', '{{secrets/LLM/two}}')];
    const state = await readActual(
      workspace.client,
      { endpoints },
      { needsPermissions: never, references: true },
    );
    expect([...(state.scopes ?? [])]).toEqual([['LLM', []]]);
    expect(workspace.requests.filter((line) => line.includes('secrets'))).toEqual([
      'GET /api/2.0/secrets/scopes/list',
      'GET /api/2.0/secrets/list?scope=LLM',
    ]);
  });

  it('lists all endpoints only to prune', async () => {
    const workspace = await applying();
    const state = await readActual(
      workspace.client,
      { endpoints: [] },
      { needsPermissions: never, prune: true },
    );
    expect(state.listed).toBeDefined();
    expect(workspace.requests).toEqual(['GET /api/2.0/serving-endpoints']);
  });

  it('keeps many reads under way at the same time, and not more than it may', async () => {
    const workspace = await applying();
    let running = 0;
    let most = 0;
    workspace.intercept = async (_, pass) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return pass();
    };
    const endpoints = Array.from({ length: 200 }, (_, index) => document(`e${index}`));
    await readActual(workspace.client, { endpoints }, { needsPermissions: never });
    expect(most).toBe(readsAtOnce);
  });

  it('takes permissions that may not be read for unknown, and any other failure for one', async () => {
    const workspace = await applying();
    await workspace.client.endpoints.create({ name: 'a' });
    workspace.intercept = (request, pass) =>
      request.path.includes('permissions') ? answer(403, { error_code: 'PERMISSION_DENIED' }) : pass();
    const state = await readActual(
      workspace.client,
      { endpoints: [document('a')] },
      { needsPermissions: () => true },
    );
    expect(state.endpoints.get('a')).not.toHaveProperty('permissions');
    workspace.intercept = () => answer(403, { error_code: 'PERMISSION_DENIED', message: 'no' });
    await expect(
      readActual(workspace.client, { endpoints: [document('a')] }, { needsPermissions: never }),
    ).rejects.toMatchObject({ exitCode: 4 });
  });
});

describe('the preflight', () => {
  const findingsFor = async (endpoints: readonly EndpointDocument[], refuseKeys = false) => {
    const workspace = await applying();
    await workspace.client.secrets.createScope({ scope: 'there' });
    await workspace.client.secrets.put({ scope: 'there', key: 'known', string_value: 'x' });
    if (refuseKeys) {
      workspace.intercept = (request, pass) =>
        request.path.includes('secrets/list?') ? answer(403, { error_code: 'PERMISSION_DENIED' }) : pass();
    }
    const desired = { endpoints };
    const actual = await workspace.see(desired);
    return preflight(plan({ desired, actual, options: planOptions }), desired, actual).map(
      ({ code, severity, endpoint, path }) => ({ code, severity, endpoint, path: path.join('.') }),
    );
  };
  const path = 'config.served_entities.0.environment_vars.KEY';

  it.each([
    ['{{secrets/there/known}}', undefined],
    ['{{secrets/there/unknown}}', 'secret-missing'],
    ['{{secrets/nowhere/known}}', 'scope-missing'],
    ['no reference', undefined],
  ])('of %s finds %s', async (reference, code) => {
    expect(await findingsFor([reading('a', reference)])).toEqual(
      code === undefined ? [] : [{ code, severity: 'error', endpoint: 'a', path }],
    );
  });

  it('takes what another document provides', async () => {
    const provider = document('b', { secrets: [{ scope: 'Nowhere', key: 'known', from_env: 'X' }] });
    expect(await findingsFor([reading('a', '{{secrets/nowhere/known}}'), provider])).toEqual([]);
  });

  it('only warns where it may not look', async () => {
    expect(await findingsFor([reading('a', '{{secrets/there/known}}')], true)).toEqual([
      { code: 'scope-unreadable', severity: 'warning', endpoint: 'a', path },
    ]);
  });
});
