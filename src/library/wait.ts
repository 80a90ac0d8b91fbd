import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import * as wait from '../client/wait.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../host.ts';

export type { EndpointStatus } from '../client/wait.ts';

export interface WaitOptions extends Omit<wait.WaitOptions, 'clock'> {
  /** For tests; default: the system's. */
  readonly clock?: Clock;
}

/**
 * Looks at an endpoint until its deployment has ended, and yields what each look showed.
 *
 * @param client a workspace client, or its `endpoints` alone
 * @throws DeploymentFailedError when the update failed or was cancelled: `reasons` has what the server says of each entity
 * @throws WaitTimeoutError when time is up; the deployment goes on
 * @throws ServectlError `ENDPOINT_STOPPED` or `ENDPOINT_EMPTY` when waiting for `ready` has no end
 * @example
 * await client.endpoints.create(body);
 * for await (const { phase, elapsedMs } of waitForEndpoint(client, body.name)) console.log(phase, elapsedMs);
 */
export const waitForEndpoint = (
  client: Pick<WorkspaceClient, 'endpoints'>,
  name: string,
  options: WaitOptions = {},
): AsyncGenerator<wait.EndpointStatus, void, undefined> =>
  wait.waitForEndpoint(client, name, { clock: systemClock, ...options });

/** As `waitForEndpoint`; resolves to the endpoint as the last look showed it. */
export const endpointDeployed = (
  client: Pick<WorkspaceClient, 'endpoints'>,
  name: string,
  options: WaitOptions = {},
): Promise<ServingEndpointDetailed> =>
  wait.endpointDeployed(client, name, { clock: systemClock, ...options });
