import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { Clock } from '../clock.ts';
import { ApiError, ConnectionError, ServectlError, WaitTimeoutError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { deploymentFailure } from './deployment-failure.ts';
import { configUpdateOf, type EndpointPhase, phaseOf } from './endpoint-phase.ts';
import type { WorkspaceClient } from './workspace-client.ts';

export interface WaitOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Milliseconds. Default: 20 minutes, 2 hours where the endpoint asks for a GPU. */
  readonly timeoutMs?: number;
  /**
   * `settled` (default): no config is being deployed any more, which is all that a create or an update can promise;
   * `ready`: moreover the endpoint serves.
   */
  readonly until?: 'settled' | 'ready';
  /**
   * Whether a look shows the change that is waited for. Reads may lag behind a write: one that doesn't show it, or finds no
   * such endpoint, is not believed at first. Default: every look is.
   */
  readonly isCurrent?: (endpoint: ServingEndpointDetailed) => boolean;
}

/** What one look at the endpoint showed. */
export interface EndpointStatus {
  readonly phase: EndpointPhase;
  readonly endpoint: ServingEndpointDetailed;
  /** Milliseconds since the wait began. */
  readonly elapsedMs: number;
}

const minute = 60_000;

/** How long reads may lag behind a write, in milliseconds; after that they are believed. */
const longestLagMs = 30_000;

/** The last look comes when time is up, and still has to be answered. */
const shortestLookMs = 1_000;

/** Milliseconds before each look; the last one repeats. Short at first: an external model is there in a second. */
const delays = [0, 100, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000];

/**
 * Looks at an endpoint until its deployment has ended, and yields what each look showed; the last one is the good end.
 *
 * @throws DeploymentFailedError when the update failed or was cancelled, with what the server says of each entity
 * @throws WaitTimeoutError when time is up; the deployment goes on
 * @throws ServectlError `ENDPOINT_STOPPED` or `ENDPOINT_EMPTY` when waiting for `ready` has no end
 * @throws ApiError as `endpoints.get` does, once the transport has done its retries
 */
export async function* waitForEndpoint(
  client: Pick<WorkspaceClient, 'endpoints'>,
  name: string,
  options: WaitOptions,
): AsyncGenerator<EndpointStatus, void, undefined> {
  const { clock, signal, timeoutMs, until = 'settled', isCurrent } = options;
  const start = clock.monotonic();
  let phase: EndpointPhase | undefined;
  for (let look = 0; ; look++) {
    const endpoint = await lookOnce(phase);
    if (endpoint) {
      phase = phaseOf(endpoint);
      yield { phase, endpoint, elapsedMs: clock.monotonic() - start };
      if (phase === 'failed') throw await deploymentFailure(client, endpoint, signal);
      if (hasArrived(endpoint, phase, until)) return;
    }

    const limit = timeoutMs ?? defaultTimeoutMs(endpoint ?? {});
    const left = start + limit - clock.monotonic();
    if (left <= 0) throw timedOut(name, phase, limit);
    await clock.sleep(Math.min(delays[look + 1] ?? 10_000, left), signal);
  }

  /**
   * One look, within the time that was given, which an unresponsive workspace must not stretch; nothing where it shows the
   * time before the change.
   */
  async function lookOnce(before: EndpointPhase | undefined): Promise<ServingEndpointDetailed | undefined> {
    const mayLag = isCurrent !== undefined && clock.monotonic() - start < longestLagMs;
    const left = timeoutMs === undefined ? undefined : start + timeoutMs - clock.monotonic();
    try {
      const endpoint = await client.endpoints.get(name, {
        ...(signal && { signal }),
        ...(left !== undefined && { timeouts: { total: Math.max(left, shortestLookMs) } }),
      });
      return mayLag && !isCurrent(endpoint) ? undefined : endpoint;
    } catch (error) {
      if (mayLag && error instanceof ApiError && error.exitCode === ExitCode.notFound) return undefined;
      const isUp = timeoutMs !== undefined && clock.monotonic() - start >= timeoutMs;
      if (isUp && error instanceof ConnectionError) throw timedOut(name, before, timeoutMs, error);
      throw error;
    }
  }
}

/** As `waitForEndpoint`; resolves to the endpoint as the last look showed it. */
export async function endpointDeployed(
  client: Pick<WorkspaceClient, 'endpoints'>,
  name: string,
  options: WaitOptions,
): Promise<ServingEndpointDetailed> {
  let last: ServingEndpointDetailed | undefined;
  for await (const { endpoint } of waitForEndpoint(client, name, options)) last = endpoint;
  if (!last) throw new Error('a wait ends only after a look');
  return last;
}

function hasArrived(
  endpoint: ServingEndpointDetailed,
  phase: EndpointPhase,
  until: 'settled' | 'ready',
): boolean {
  if (until === 'settled') return configUpdateOf(endpoint.state) === 'NOT_UPDATING';
  if (phase === 'stopped' || phase === 'empty') throw neverReady(endpoint.name, phase);
  return phase === 'ready';
}

/** Databricks itself gives a CPU deployment 30 minutes, a GPU one up to 120, after the image is built. */
function defaultTimeoutMs(endpoint: Pick<ServingEndpointDetailed, 'config' | 'pending_config'>): number {
  const served = [endpoint.config, endpoint.pending_config].flatMap((config) => [
    ...(config?.served_entities ?? []),
    ...(config?.served_models ?? []),
  ]);
  return served.some(({ workload_type: type }) => type?.includes('GPU')) ? 120 * minute : 20 * minute;
}

function neverReady(name: string, phase: 'stopped' | 'empty'): ServectlError {
  if (phase === 'empty') {
    return new ServectlError(
      'ENDPOINT_EMPTY',
      `endpoint '${name}' has no config to serve`,
      ExitCode.conflict,
      {
        hint: 'give it served entities first',
      },
    );
  }
  return new ServectlError('ENDPOINT_STOPPED', `endpoint '${name}' is stopped`, ExitCode.conflict, {
    hint: `start it with 'servectl endpoints start ${name}'`,
  });
}

function timedOut(
  name: string,
  phase: EndpointPhase | undefined,
  limitMs: number,
  cause?: ConnectionError,
): WaitTimeoutError {
  const seconds = Math.round(limitMs / 1000);
  const limit = seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
  const state = phase === undefined ? 'has not been seen' : `is still ${phase}`;
  return new WaitTimeoutError(`endpoint '${name}' ${state} after ${limit}`, {
    hint: `the workspace works on; wait further with 'servectl endpoints wait ${name}'`,
    cause,
  });
}
