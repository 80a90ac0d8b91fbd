import type { EndpointStatus } from '../client/wait.ts';
import { deploymentDetail, deploymentEnd } from './deployment.ts';
import { type EntryRun, stepsLeft, type Surroundings } from './entry-run.ts';
import { notAsSent } from './failures.ts';

/** Looks after the deployment has ended, until it is believed that it isn't what was sent: an answer may be old. */
const looks = 4;

/**
 * Obeys the wait that is the next step of an entry, and gives its slot away meanwhile.
 * @throws ServectlError `NOT_AS_SENT` where it has settled on something else than was sent
 * @throws as `waitForEndpoint` does, for a deployment of ours
 */
export async function awaitDeployment(run: EntryRun, surroundings: Surroundings): Promise<void> {
  const { slots, clock, interrupt } = surroundings;
  slots.release();
  try {
    for (let look = 1; ; look++) {
      const endpoint = await lookUntilSettled(run, run.deploys, surroundings);
      if (!endpoint) return;
      const fresh = surroundings.replanner.remaining(run.entry, endpoint);
      const planned = new Set(
        stepsLeft(run)
          .slice(1)
          .map(({ step }) => step.call),
      );
      const differing = fresh.changes.filter(({ call }) => !planned.has(call));
      if (differing.length === 0) return;
      if (look === looks) {
        throw notAsSent(
          run.entry.name,
          differing.map(({ path }) => path),
        );
      }
      await clock.sleep(look * 1_000, interrupt);
    }
  } finally {
    await slots.acquire(true);
  }
}

/** Waits until an endpoint that something else has in its hands is idle. However that ends is no failure of ours. */
export async function awaitIdle(run: EntryRun, surroundings: Surroundings): Promise<void> {
  surroundings.slots.release();
  try {
    await lookUntilSettled(run, false, surroundings);
  } finally {
    await surroundings.slots.acquire(true);
  }
}

const lookUntilSettled = (run: EntryRun, own: boolean, surroundings: Surroundings) =>
  deploymentEnd({
    client: surroundings.client,
    clock: surroundings.clock,
    name: run.entry.name,
    own,
    ...(surroundings.timeoutMs !== undefined && { timeoutMs: surroundings.timeoutMs }),
    signal: surroundings.interrupt,
    onLook: ({ phase, endpoint, elapsedMs }: EndpointStatus) => {
      const detail = deploymentDetail(endpoint);
      surroundings.emit({
        type: 'waiting',
        entry: run.entry.id,
        foreign: !own,
        phase,
        waitedMs: elapsedMs,
        ...(detail !== undefined && { detail }),
      });
    },
  });
