import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointDocument } from '../../../schemas/manifest/endpoint.ts';
import { plan } from '../../../src/plan/plan.ts';
import { formatPlan, parsePlan } from '../../../src/plan/plan-json.ts';
import { sealed } from '../../../src/plan/seal.ts';
import { planDestroy } from '../../../src/plan/plan-destroy.ts';
import type { Plan, PlanOptions } from '../../../src/plan/types.ts';
import { endpointDocument } from '../../helpers/arbitrary-manifests.ts';
import { prepareFuzzing, runs } from '../../helpers/fuzz.ts';
import {
  obey,
  observe,
  openPlanningWorkspace,
  planOptions,
  type PlanningWorkspace,
} from '../../helpers/planning.ts';

prepareFuzzing();

let workspace: PlanningWorkspace;
beforeEach(async () => {
  workspace = await openPlanningWorkspace();
});
afterEach(() => workspace.close());

const options: PlanOptions = { ...planOptions, allowReplace: true };

const planNow = async (
  endpoints: readonly EndpointDocument[],
  given: PlanOptions = options,
): Promise<Plan> => {
  const desired = { endpoints };
  return plan({ desired, actual: await observe(workspace.client, desired), options: given });
};

const rest = ({ entries }: Plan) =>
  entries
    .filter(({ action, blocked }) => action !== 'none' || blocked.length > 0)
    .map(({ id, action, changes, blocked }) => ({ id, action, changes, blocked }));

async function clear(endpoints: readonly EndpointDocument[]): Promise<void> {
  const desired = { endpoints };
  const actual = await observe(workspace.client, desired);
  await obey(workspace, planDestroy({ desired, actual, options }), endpoints);
}

type Json = Record<string, unknown>;

/** The document with its lists and keys turned round: entities, routes, tags, limits, addresses, words, grants. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(turned).toReversed();
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value as Json).toReversed();
  return Object.fromEntries(fields.map(([name, field]) => [name, turned(field)]));
}

const hasFallback = ({ ai_gateway: gateway }: EndpointDocument): boolean =>
  gateway?.fallback_config?.enabled === true;

describe('after an apply', () => {
  it('nothing is left to do for a new endpoint', async () => {
    await fc.assert(
      fc.asyncProperty(endpointDocument('chat'), async (document) => {
        await obey(workspace, await planNow([document]), [document]);
        expect(rest(await planNow([document]))).toEqual([]);
        await clear([document]);
        expect((await observe(workspace.client, { endpoints: [document] })).endpoints.size).toBe(0);
      }),
      { numRuns: runs(150) },
    );
  });

  it('nothing is left to do for an endpoint that was another one before', async () => {
    const settings = fc.record({ owner: fc.constantFrom('team', undefined), isCallerKnown: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        endpointDocument('chat'),
        endpointDocument('chat'),
        settings,
        async (before, after, { owner, isCallerKnown }) => {
          const caller = isCallerKnown ? (await workspace.client.currentUser.me()).userName : undefined;
          const given = { ...options, ...(owner && { owner }), ...(caller && { caller }) };
          await obey(workspace, await planNow([before], given), [before]);
          const change = await planNow([after], given);
          const [blocker] = change.entries.flatMap(({ blocked }) => blocked);
          if (blocker) expect(blocker.code).toBe('replace-incomplete');
          else {
            await obey(workspace, change, [after]);
            expect(rest(await planNow([after], given))).toEqual([]);
          }
          await clear([before]);
        },
      ),
      { numRuns: runs(250) },
    );
  });

  it('nothing is left to do for the same documents in another order', async () => {
    const documents = fc.tuple(endpointDocument('one'), endpointDocument('two'));
    await fc.assert(
      fc.asyncProperty(documents, async (given) => {
        const planned = await planNow(given);
        const kept = sealed(planned, planOptions.hash);
        expect(parsePlan(formatPlan(kept), 'plan.json', planOptions.hash)).toEqual(kept);
        await obey(workspace, planned, given);
        const other = given.map((document) =>
          // With fallbacks the order of entities has a meaning.
          hasFallback(document) ? document : (turned(document) as EndpointDocument),
        );
        expect(rest(await planNow(other.toReversed()))).toEqual([]);
        await clear(given);
      }),
      { numRuns: runs(80) },
    );
  });

  it('an owner prunes what it declares no longer, and nothing of another one', async () => {
    const [one, two] = [{ name: 'one' }, { name: 'two', tags: [{ key: 'a' }] }];
    const given = { ...options, owner: 'team', prune: true };
    await obey(workspace, await planNow([one, two], given), [one, two]);
    expect(rest(await planNow([one], { ...given, owner: 'other' })).map(({ id }) => id)).toEqual([
      'endpoint/one',
    ]);
    await obey(workspace, await planNow([one], given), [one]);
    expect((await observe(workspace.client, { endpoints: [one, two] })).endpoints.size).toBe(1);
  });

  it('nothing is left to do for a gateway on an endpoint that the workspace provides, and a destroy leaves it', async () => {
    const limits = [{ calls: 0, renewal_period: 'minute' as const }];
    const document: EndpointDocument = {
      name: 'local-echo',
      ai_gateway: { rate_limits: limits },
      permissions: [{ group_name: 'staff', level: 'CAN_QUERY' }],
    };
    const change = await planNow([document]);
    expect(change.entries.flatMap(({ steps }) => steps.map(({ step }) => step.call))).toEqual([
      'put-ai-gateway',
      'update-permissions',
    ]);
    await obey(workspace, change, [document]);
    expect(rest(await planNow([document]))).toEqual([]);
    await clear([document]);
    expect((await observe(workspace.client, { endpoints: [document] })).endpoints.size).toBe(1);
  });
});
