import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointDocument } from '../../../../schemas/manifest/endpoint.ts';
import { printDocuments } from '../../../../src/manifest/print.ts';
import { exportDocument } from '../../../../src/plan/export/export-document.ts';
import { plan } from '../../../../src/plan/plan.ts';
import { planDestroy } from '../../../../src/plan/plan-destroy.ts';
import type { LiveEndpoint, Plan, PlanOptions } from '../../../../src/plan/types.ts';
import { adopt, readText, updateText, variablesOf } from '../../../helpers/adopting.ts';
import { endpointDocument } from '../../../helpers/arbitrary-manifests.ts';
import { prepareFuzzing, runs } from '../../../helpers/fuzz.ts';
import {
  obey,
  observe,
  openPlanningWorkspace,
  planOptions,
  type PlanningWorkspace,
} from '../../../helpers/planning.ts';

prepareFuzzing();

let workspace: PlanningWorkspace;
beforeEach(async () => {
  workspace = await openPlanningWorkspace();
});
afterEach(() => workspace.close());

const options: PlanOptions = { ...planOptions, allowReplace: true };

const planFor = async (endpoints: readonly EndpointDocument[]): Promise<Plan> =>
  plan({ desired: { endpoints }, actual: await observe(workspace.client, { endpoints }), options });

const rest = ({ entries }: Plan) =>
  entries
    .filter(({ action, blocked }) => action !== 'none' || blocked.length > 0)
    .map(({ id, action, changes, blocked }) => ({ id, action, changes, blocked }));

async function live(name: string): Promise<LiveEndpoint> {
  const found = (await observe(workspace.client, { endpoints: [{ name }] })).endpoints.get(name);
  if (!found) throw new Error(`there is no endpoint ${name}`);
  return found;
}

async function clear(endpoints: readonly EndpointDocument[]): Promise<void> {
  const actual = await observe(workspace.client, { endpoints });
  await obey(workspace, planDestroy({ desired: { endpoints }, actual, options }), endpoints);
  expect((await observe(workspace.client, { endpoints })).endpoints.size).toBe(0);
}

describe('an exported endpoint', () => {
  it('leaves nothing to do when its own text is read again', async () => {
    await fc.assert(
      fc.asyncProperty(endpointDocument('chat'), async (declared) => {
        await obey(workspace, await planFor([declared]), [declared]);
        const { document, text } = adopt(await live('chat'));
        expect(rest(await planFor([document]))).toEqual([]);
        // An export is the same each time, whatever order an answer has.
        expect(adopt(await live('chat')).text).toBe(text);
        await clear([declared]);
      }),
      { numRuns: runs(200) },
    );
  });

  it('makes the same endpoint anew, but for what no answer shows', async () => {
    await fc.assert(
      fc.asyncProperty(endpointDocument('chat'), async (declared) => {
        await obey(workspace, await planFor([declared]), [declared]);
        const before = adopt(await live('chat'));
        await clear([declared]);
        await obey(workspace, await planFor([before.document]), [before.document]);
        expect(adopt(await live('chat')).text).toBe(before.text);
        await clear([declared]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('leaves nothing to do when a file of another state was brought in line', async () => {
    await fc.assert(
      fc.asyncProperty(endpointDocument('chat'), endpointDocument('chat'), async (before, after) => {
        await obey(workspace, await planFor([after]), [after]);
        const found = await live('chat');
        const text = updateText(printDocuments([{ document: before }]), found);
        const { endpoints, diagnostics } = readText(text, variablesOf(exportDocument(found).document, found));
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const documents = endpoints.map(({ document }) => document);
        // Their values are not the endpoint's.
        const endpointsOnly = documents.map((document): EndpointDocument => ({ ...document, secrets: [] }));
        expect(rest(await planFor(endpointsOnly))).toEqual([]);
        // What is in line stays as it is.
        expect(updateText(text, found)).toBe(text);
        await clear([after]);
      }),
      { numRuns: runs(200) },
    );
  });
});
