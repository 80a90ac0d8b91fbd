import { executePlan, type ExecuteOptions } from '../../src/apply/execute-plan.ts';
import type { ApplyEvent, Outcome } from '../../src/apply/events.ts';
import { readActual, type SeenState } from '../../src/apply/read-actual.ts';
import { createReplanner } from '../../src/apply/replanner.ts';
import { createWorkspaceClient, type WorkspaceClient } from '../../src/client/workspace-client.ts';
import type { Clock } from '../../src/clock.ts';
import { InterruptedError } from '../../src/errors.ts';
import type { LocalWorkspaceOptions } from '../../src/local/options.ts';
import { localTransport } from '../../src/local/transport.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';
import { createPermissionsCheck, plan as planApply } from '../../src/plan/plan.ts';
import { planDestroy } from '../../src/plan/plan-destroy.ts';
import type { DesiredState, Plan, PlanOptions } from '../../src/plan/types.ts';
import { fakeClock } from './fake-host.ts';
import { interceptingTransport, type Interceptor } from './intercepting-transport.ts';
import { planOptions } from './planning.ts';
import type { Sent } from './recording-transport.ts';

export interface Applying {
  readonly client: WorkspaceClient;
  readonly clock: Clock;
  /** Requests that change something, as they reached the workspace's door. */
  readonly writes: Sent[];
  /** All requests. */
  readonly requests: string[];
  /** What each request meets from here on. */
  intercept: Interceptor | undefined;
  readonly interrupt: () => void;
  see(desired: DesiredState, options?: Partial<PlanOptions>): Promise<SeenState>;
  plan(desired: DesiredState, options?: Partial<PlanOptions>): Promise<Plan>;
  /** Plans and carries out, both for real. */
  apply(desired: DesiredState, options?: ApplyOptions): Promise<Applied>;
}

interface ApplyOptions extends Partial<Omit<ExecuteOptions, 'client' | 'clock' | 'replanner'>> {
  readonly planning?: Partial<PlanOptions>;
  readonly kind?: Plan['kind'];
  /** A plan that was made before. */
  readonly saved?: Plan;
  /** Looks on while it happens. */
  readonly onEvent?: (event: ApplyEvent) => void;
}

interface Applied {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly events: readonly ApplyEvent[];
}

/** An embedded workspace, in memory, with an executor before it whose clock never waits. */
export async function applying(options: Partial<LocalWorkspaceOptions> = {}): Promise<Applying> {
  const clock = fakeClock();
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock,
    requireAuth: false,
    openUpstream: (origin) => {
      throw new Error(`no upstream was expected, but ${origin} was asked for`);
    },
    ...options,
  });
  const writes: Sent[] = [];
  const requests: string[] = [];
  const interrupter = new AbortController();
  const inner = localTransport(workspace);
  const applying: Applying = {
    client: createWorkspaceClient(
      interceptingTransport(inner, (request, pass) => {
        const line = `${request.method} ${request.path}`;
        requests.push(line);
        if (request.method !== 'GET') {
          writes.push(
            request.body === undefined ? [line] : [line, JSON.parse(String(request.body)) as unknown],
          );
        }
        return applying.intercept ? applying.intercept(request, pass) : pass();
      }),
    ),
    clock,
    writes,
    requests,
    intercept: undefined,
    interrupt: () => interrupter.abort(new InterruptedError('SIGINT')),
    see: (desired, given) =>
      readActual(applying.client, desired, {
        needsPermissions: createPermissionsCheck({ ...planOptions, ...given }),
        references: true,
        ...(given?.prune !== undefined && { prune: given.prune }),
      }),
    plan: async (desired, given) =>
      planApply({
        desired,
        actual: await applying.see(desired, given),
        options: { ...planOptions, ...given },
      }),
    apply: async (desired, { planning, kind = 'apply', saved, onEvent, ...given } = {}) => {
      const actual = await applying.see(desired, planning);
      const planned = { desired, actual, options: { ...planOptions, ...planning } };
      const plan = saved ?? (kind === 'apply' ? planApply : planDestroy)(planned);
      const events: ApplyEvent[] = [];
      const run = executePlan(plan, {
        client: applying.client,
        clock,
        replanner: createReplanner({ client: applying.client, kind, ...planned }),
        readValue: () => 'the value of a secret',
        parallel: 8,
        interrupt: interrupter.signal,
        waitAtEnd: true,
        dryRun: false,
        pinned: saved !== undefined,
        ...given,
      });
      for (;;) {
        const next = await run.next();
        if (next.done) return { plan, outcomes: next.value, events };
        events.push(next.value);
        onEvent?.(next.value);
      }
    },
  };
  return applying;
}
