import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { Clock } from '../clock.ts';
import { type EndpointStatus, waitForEndpoint } from '../client/wait.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { DeploymentFailedError } from '../errors.ts';
import { isNotThere } from './replanner.ts';

export interface Deployment {
  readonly client: WorkspaceClient;
  readonly clock: Clock;
  readonly name: string;
  /** False where the deployment is none of ours: then how it ends is none of our failures. */
  readonly own: boolean;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly onLook: (status: EndpointStatus) => void;
}

/**
 * Waits until no config of the endpoint is being deployed.
 * @returns the endpoint as the last look showed it; nothing where it has gone meanwhile, and was not ours to be there
 * @throws as `waitForEndpoint` does
 */
export async function deploymentEnd(deployment: Deployment): Promise<ServingEndpointDetailed | undefined> {
  const { client, clock, name, own, timeoutMs, signal, onLook } = deployment;
  let last: ServingEndpointDetailed | undefined;
  try {
    for await (const status of waitForEndpoint(client, name, {
      clock,
      signal,
      ...(timeoutMs !== undefined && { timeoutMs }),
    })) {
      last = status.endpoint;
      onLook(status);
    }
  } catch (error) {
    if (own) throw error;
    if (isNotThere(error)) return undefined;
    // An endpoint keeps the failure of an earlier deployment: what is sent next takes its place.
    if (!(error instanceof DeploymentFailedError)) throw error;
  }
  return last;
}

/** What the entities that are not ready are at: `gpt (creating: pulling the image)`. */
export function deploymentDetail({
  pending_config: pending,
  config,
}: ServingEndpointDetailed): string | undefined {
  const entities = (pending ?? config)?.served_entities ?? [];
  const unfinished = entities.flatMap(({ name = '', state }) => {
    if (state?.deployment === undefined || state.deployment === 'DEPLOYMENT_READY') return [];
    const words = [
      state.deployment.replace(/^DEPLOYMENT_/, '').toLowerCase(),
      state.deployment_state_message,
    ];
    return [`${name} (${words.filter(Boolean).join(': ')})`];
  });
  return unfinished.length === 0 ? undefined : unfinished.join(', ');
}
