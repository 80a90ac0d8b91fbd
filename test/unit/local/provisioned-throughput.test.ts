import { describe, expect, it } from 'vitest';
import { localCaller, type LocalCaller } from '../../helpers/local.ts';
import { endpoints, get, settled } from '../../helpers/local-requests.ts';

const llama = (more: Readonly<Record<string, unknown>> = {}) => ({
  entity_name: 'system.ai.llama',
  entity_version: '1',
  provisioned_model_units: 50,
  ...more,
});
const make = (caller: LocalCaller, name: string, entity = llama(), more = {}) =>
  caller.call('POST', `${endpoints}/pt`, { name, config: { served_entities: [entity] }, ...more });
const update = (caller: LocalCaller, name: string, body: unknown) =>
  caller.call('PUT', `${endpoints}/pt/${name}/config`, body);

interface Commitment {
  readonly id: string;
  readonly auto_renew: boolean;
}

async function commitments(caller: LocalCaller, name: string): Promise<readonly Commitment[]> {
  const { state } = await get(caller, name);
  return (state['pt_state'] as { commitments: Commitment[] } | undefined)?.commitments ?? [];
}

describe('an endpoint with provisioned throughput', () => {
  it('is deployed like any other, and updated at once', async () => {
    const caller = await localCaller();
    expect((await make(caller, 'llama')).json).toMatchObject({ state: { config_update: 'IN_PROGRESS' } });
    expect((await settled(caller, 'llama')).config).toMatchObject({
      served_entities: [{ name: 'llama-1', provisioned_model_units: 50, scale_to_zero_enabled: false }],
    });
    const updated = await update(caller, 'llama', {
      config: { served_entities: [llama({ provisioned_model_units: 100 })] },
    });
    expect(updated.json).toMatchObject({
      state: { ready: 'READY', config_update: 'NOT_UPDATING' },
      config: { config_version: 2, served_entities: [{ provisioned_model_units: 100 }] },
    });
  });

  it('has its gateway filled in where it is left open', async () => {
    const caller = await localCaller();
    await make(caller, 'llama', llama(), { ai_gateway: { guardrails: { input: { safety: true } } } });
    expect((await get(caller, 'llama'))['ai_gateway']).toEqual({
      usage_tracking_config: { enabled: false },
      guardrails: { input: { safety: true, pii: { behavior: 'NONE' } } },
    });
  });

  it('holds a commitment for each term that was asked for', async () => {
    const caller = await localCaller();
    await make(caller, 'llama', llama({ pt_term: 'COMMITMENT_TERM_3_MONTHS', pt_auto_renew: true }));
    expect(await commitments(caller, 'llama')).toEqual([
      {
        id: expect.any(String) as unknown,
        provisioned_model_units: 50,
        term: 'COMMITMENT_TERM_3_MONTHS',
        start_time: Date.UTC(2026, 0, 1),
        expire_time: Date.UTC(2026, 3, 1),
        status: 'ACTIVE',
        auto_renew: true,
        auto_renew_editable: true,
      },
    ]);
  });

  it('renews a commitment, or not', async () => {
    const caller = await localCaller();
    await make(caller, 'llama', llama({ pt_term: 'COMMITMENT_TERM_1_MONTH' }));
    await settled(caller, 'llama');
    const [{ id: commitment_id } = { id: '' }] = await commitments(caller, 'llama');
    const renewal = (pt_commitment_auto_renew: unknown) =>
      update(caller, 'llama', { config: { served_entities: [llama()] }, pt_commitment_auto_renew });
    await renewal({ commitment_id, auto_renew: true });
    expect(await commitments(caller, 'llama')).toMatchObject([{ id: commitment_id, auto_renew: true }]);
    expect((await renewal({ commitment_id: 'nope', auto_renew: true })).status).toBe(404);
  });

  it('takes commitments over from another endpoint, all or none', async () => {
    const caller = await localCaller();
    await make(caller, 'old', llama({ pt_term: 'COMMITMENT_TERM_1_MONTH' }));
    const [held = { id: '' }] = await commitments(caller, 'old');
    const missing = { source_endpoint: 'old', commitment_ids: [held.id, 'nope'] };
    expect((await make(caller, 'new', llama(), { relocate_pt_commitment: missing })).status).toBe(404);
    expect(await commitments(caller, 'old')).toHaveLength(1);
    expect(
      (await make(caller, 'new', llama(), { relocate_pt_commitment: { source_endpoint: 'old' } })).status,
    ).toBe(200);
    expect(await commitments(caller, 'old')).toEqual([]);
    expect(await commitments(caller, 'new')).toMatchObject([{ id: held.id }]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>, RegExp]>([
    ['no units', llama({ provisioned_model_units: undefined }), {}, /'provisioned_model_units'/],
    ['no model', llama({ entity_name: undefined }), {}, /'entity_name'/],
    ['an unknown term', llama({ pt_term: 'FOREVER' }), {}, /'FOREVER' is not a term/],
    ['renewal of no term', llama({ pt_auto_renew: true }), {}, /only together with 'pt_term'/],
    [
      'a term and a relocation',
      llama({ pt_term: 'COMMITMENT_TERM_1_MONTH' }),
      { relocate_pt_commitment: { source_endpoint: 'x' } },
      /can't be set together/,
    ],
    ['no entities', llama(), { config: {} }, /'served_entities' of config/],
  ])('is refused with %s', async (_what, entity, more, message) => {
    const caller = await localCaller();
    expect(await make(caller, 'llama', entity as ReturnType<typeof llama>, more)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) as unknown },
    });
  });

  it('is updated by its own call, and no other endpoint is', async () => {
    const caller = await localCaller();
    await make(caller, 'llama');
    await settled(caller, 'llama');
    await caller.call('POST', endpoints, { name: 'empty' });
    const config = { served_entities: [llama()] };
    expect((await caller.call('PUT', `${endpoints}/llama/config`, config)).text).toMatch(
      /updated at .*pt\/llama/,
    );
    expect((await update(caller, 'empty', { config })).text).toMatch(/no provisioned throughput/);
    expect((await make(caller, 'empty')).status).toBe(409);
  });
});

describe('which models can have it', () => {
  it.each([
    ['system.ai.llama', { optimizable: true, model_unit_chunk_size: 50, throughput_chunk_size: 970 }],
    ['main.default.ranker', { optimizable: false }],
  ])('%s: %j', async (model, info) => {
    const caller = await localCaller();
    const { json } = await caller.call('GET', `${endpoints}/get-model-optimization-info/${model}/1`);
    expect(json).toEqual(info);
  });
});
