import { createHash } from 'node:crypto';
import type { EndpointDocument } from '../../schemas/manifest/endpoint.ts';
import { executeSecretStep } from '../../src/apply/execute-secret-step.ts';
import { executeStep } from '../../src/apply/execute-step.ts';
import { endpointDeployed } from '../../src/client/wait.ts';
import { createWorkspaceClient, type WorkspaceClient } from '../../src/client/workspace-client.ts';
import { ApiError } from '../../src/errors.ts';
import { localTransport } from '../../src/local/transport.ts';
import { completeStep } from '../../src/plan/withhold.ts';
import type {
  ActualState,
  DesiredState,
  LiveEndpoint,
  Plan,
  PlannedStep,
  PlanOptions,
  ValueSource,
} from '../../src/plan/types.ts';
import { type HandClock, localCaller } from './local.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const planOptions: PlanOptions = { hash: sha256 };

export interface PlanningWorkspace {
  readonly client: WorkspaceClient;
  readonly clock: HandClock;
  close(): Promise<void>;
}

/** The embedded workspace behind the client, in process. */
export async function openPlanningWorkspace(): Promise<PlanningWorkspace> {
  const { workspace, clock } = await localCaller();
  return {
    client: createWorkspaceClient(localTransport(workspace)),
    clock,
    close: () => workspace.close(),
  };
}

/** Looks at everything that planning may ask about, whether it will or not. */
export async function observe(client: WorkspaceClient, desired: DesiredState): Promise<ActualState> {
  const endpoints = new Map<string, LiveEndpoint>();
  for (const { name } of desired.endpoints) {
    const endpoint = await client.endpoints.get(name).catch(absent);
    if (endpoint?.id === undefined) continue;
    endpoints.set(name, { endpoint, permissions: await client.permissions.get(endpoint.id) });
  }
  const scopes = new Map<string, readonly string[]>();
  for (const { name } of await client.secrets.listScopes()) {
    scopes.set(
      name,
      (await client.secrets.list(name)).map(({ key }) => key),
    );
  }
  return { endpoints, scopes, listed: await client.endpoints.list() };
}

function absent(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}

/** Obeys every step of a plan in its order, with the credentials of the documents. */
export async function obey(
  { client, clock }: PlanningWorkspace,
  plan: Plan,
  documents: readonly EndpointDocument[],
): Promise<void> {
  for (const { steps } of plan.entries) {
    for (const planned of steps) await obeyStep({ client, clock }, planned, documents);
  }
}

async function obeyStep(
  { client, clock }: Pick<PlanningWorkspace, 'client' | 'clock'>,
  planned: PlannedStep,
  documents: readonly EndpointDocument[],
): Promise<void> {
  const step = await completeStep(planned, (source) => valueOf(source, documents));
  switch (step.call) {
    case 'create-scope':
    case 'put-secret':
    case 'delete-secret':
    case 'delete-scope':
    case 'put-secret-acl':
    case 'delete-secret-acl':
      return executeSecretStep(client, step);
    default: {
      const wait = async (endpoint: string): Promise<void> => {
        await endpointDeployed(client, endpoint, { clock });
      };
      await executeStep(client, step, { wait });
    }
  }
}

function valueOf(source: ValueSource, documents: readonly EndpointDocument[]): string {
  if (source.from !== 'document') return 'the value of a secret';
  let at: unknown = documents.find(({ name }) => name === source.endpoint);
  for (const segment of source.path) at = (at as Record<string | number, unknown>)[segment];
  if (typeof at !== 'string') throw new Error(`no text at ${source.path.join('.')}`);
  return at;
}
