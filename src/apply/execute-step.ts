import { withApplicationIds } from '../client/grant-principals.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { UnexpectedAnswerError } from '../errors.ts';
import type { DeleteStep, Step } from '../plan/step.ts';

export interface ExecuteOptions {
  /** Waits until no config of the endpoint is being deployed; throws where the deployment fails. */
  readonly wait: (endpoint: string) => Promise<void>;
  readonly signal?: AbortSignal;
  /** The endpoint's id, where it is known; permissions hang on it. Else the endpoint is asked. */
  readonly endpointId?: string;
}

/**
 * Obeys one step by one call, and decides nothing; names that the call does not take are looked up before.
 * @returns what the workspace answered; undefined for a wait
 * @throws what the client and `wait` throw
 */
export async function executeStep(
  client: WorkspaceClient,
  step: Step | DeleteStep,
  { wait, signal, endpointId }: ExecuteOptions,
): Promise<unknown> {
  const { endpoints } = client;
  const call = signal ? { signal } : {};
  switch (step.call) {
    case 'wait':
      return wait(step.endpoint);
    case 'create':
      return endpoints.create(step.body, call);
    case 'patch-tags':
      return endpoints.patchTags(step.endpoint, step.body, call);
    case 'update-notifications':
      return endpoints.updateNotifications(step.endpoint, step.body, call);
    case 'patch-system-metrics-export-state':
      return endpoints.patchSystemMetricsExportState(step.endpoint, step.body, call);
    case 'put-rate-limits':
      return endpoints.putRateLimits(step.endpoint, step.body, call);
    case 'put-ai-gateway':
      return endpoints.putAiGateway(step.endpoint, step.body, call);
    case 'update-config':
      return endpoints.updateConfig(step.endpoint, step.body, call);
    case 'patch-telemetry-config':
      return endpoints.patchTelemetryConfig(step.endpoint, step.body, call);
    case 'update-permissions':
    case 'set-permissions': {
      const { access_control_list: grants = [] } = step.body;
      const body = { ...step.body, access_control_list: await withApplicationIds(client, grants, call) };
      const id = endpointId ?? (await idOf(client, step.endpoint, call));
      return step.call === 'set-permissions'
        ? client.permissions.set(id, body, call)
        : client.permissions.update(id, body, call);
    }
    case 'delete':
      return endpoints.delete(step.endpoint, call);
  }
}

async function idOf(client: WorkspaceClient, name: string, call: { signal?: AbortSignal }): Promise<string> {
  const { id } = await client.endpoints.get(name, call);
  if (id !== undefined) return id;
  throw new UnexpectedAnswerError(`the workspace told no id of endpoint ${name}, and permissions hang on it`);
}
