import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { ApiError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { createPermissionsCheck, plan } from '../plan/plan.ts';
import { planDestroy } from '../plan/plan-destroy.ts';
import type { ActualState, DesiredState, LiveEndpoint, Plan, PlanEntry, PlanOptions } from '../plan/types.ts';
import { readEndpoint } from './read-actual.ts';

/** Plans single endpoints again, after something has happened to them. */
export interface Replanner {
  /** Looks at the endpoint of an entry and plans it as if for the first time. */
  afresh(entry: PlanEntry): Promise<PlanEntry>;
  /**
   * What would still be to do, were the endpoint as it was just seen. Permissions are not looked at, and what can't be
   * compared isn't asked for.
   */
  remaining(entry: PlanEntry, endpoint: ServingEndpointDetailed): PlanEntry;
  /** What the manifests declare of it; nothing of what is pruned. */
  documentOf(name: string): EndpointDocument | undefined;
  /** The endpoint's id, as far as it was seen. */
  idOf(name: string): string | undefined;
}

export interface ReplannerOptions {
  readonly client: WorkspaceClient;
  readonly kind: Plan['kind'];
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly options: PlanOptions;
}

export function createReplanner({ client, kind, desired, actual, options }: ReplannerOptions): Replanner {
  const documents = new Map(desired.endpoints.map((document) => [document.name, document]));
  const ids = new Map([...actual.endpoints].map(([name, { endpoint }]) => [name, endpoint.id]));
  const needsPermissions = createPermissionsCheck(options);

  const planOne = (entry: PlanEntry, live: LiveEndpoint | undefined, asked: PlanOptions): PlanEntry => {
    const document = documents.get(entry.name);
    if (!document) return live ? entry : gone(entry);
    const one = {
      desired: { ...desired, endpoints: [document] },
      actual: { ...actual, endpoints: new Map(live ? [[entry.name, live]] : []) },
      options: { ...asked, prune: false },
    };
    const { entries } = kind === 'apply' ? plan(one) : planDestroy(one);
    return entries.find(({ id }) => id === entry.id) ?? gone(entry);
  };

  return {
    documentOf: (name) => documents.get(name),
    idOf: (name) => ids.get(name),
    remaining: (entry, endpoint) => planOne(entry, { endpoint }, { ...options, sendWriteOnly: false }),
    afresh: async (entry) => {
      // What is pruned has no document: all that counts is whether it is there.
      const document: EndpointDocument = documents.get(entry.name) ?? { name: entry.name };
      const live = await readEndpoint(client, document, {
        needsPermissions: kind === 'apply' && documents.has(entry.name) ? needsPermissions : () => false,
      });
      ids.set(entry.name, live?.endpoint.id);
      return planOne(entry, live, options);
    },
  };
}

/** There is nothing to delete any more. */
const gone = (entry: PlanEntry): PlanEntry => ({
  ...entry,
  action: 'none',
  changes: [],
  steps: [],
  busy: false,
});

/** Whether an error says that there is no such endpoint. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof ApiError && error.exitCode === ExitCode.notFound;
