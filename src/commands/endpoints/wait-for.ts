import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointStatus, WaitOptions } from '../../client/wait.ts';
import type { Context } from '../../context.ts';
import { InterruptedError } from '../../errors.ts';
import { servedOf } from './entity-text.ts';

/** The flags of a verb that waits. */
export interface WaitFlags {
  /** False with `--no-wait`. */
  readonly wait?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/**
 * Waits for a deployment with live progress on stderr, and returns the endpoint as the last look showed it.
 * An interrupt ends the waiting alone: what goes on, and how to come back to it, is said.
 * @throws as `waitForEndpoint` does
 */
export async function waitFor(
  context: Context,
  name: string,
  flags: Pick<WaitFlags, 'timeout'>,
  expected: Pick<WaitOptions, 'until' | 'isCurrent'> = {},
): Promise<ServingEndpointDetailed> {
  const [client, { waitForEndpoint }] = await Promise.all([context.client(), import('../../client/wait.ts')]);
  const progress = await context.notes.progress(`waiting for endpoint ${name}`);
  let last: ServingEndpointDetailed | undefined;
  try {
    for await (const status of waitForEndpoint(client, name, {
      clock: context.host.clock,
      signal: context.signal,
      ...expected,
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    })) {
      last = status.endpoint;
      progress.update(describe(name, status));
    }
  } catch (error) {
    progress.stop();
    if (error instanceof InterruptedError) {
      context.notes.warn(`no longer waiting; the deployment goes on: servectl endpoints wait ${name}`);
    }
    throw error;
  } finally {
    progress.stop();
  }
  if (!last) throw new Error('a wait ends only after a look');
  return last;
}

/** `endpoint chat is updating: gpt (creating: pulling the image)`. */
function describe(name: string, { phase, endpoint }: EndpointStatus): string {
  const unfinished = servedOf(endpoint.pending_config ?? endpoint.config).flatMap(
    ({ name: entity, state }) => {
      if (state?.deployment === undefined || state.deployment === 'DEPLOYMENT_READY') return [];
      const words = [
        state.deployment.replace(/^DEPLOYMENT_/, '').toLowerCase(),
        state.deployment_state_message,
      ];
      return [`${entity ?? ''} (${words.filter(Boolean).join(': ')})`];
    },
  );
  const details = unfinished.length === 0 ? '' : `: ${unfinished.join(', ')}`;
  return `endpoint ${name} ${phaseText[phase]}${details}`;
}

const phaseText: Readonly<Record<EndpointStatus['phase'], string>> = {
  updating: 'is updating',
  starting: 'is starting',
  ready: 'is ready',
  stopped: 'is stopped',
  empty: 'is without a config',
  failed: 'has failed to deploy',
};
