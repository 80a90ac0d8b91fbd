import { createWorkspaceClient, type WorkspaceClient } from '../../src/client/workspace-client.ts';
import { connectionError } from '../../src/http/connection-errors.ts';
import { withRetry } from '../../src/http/retry.ts';
import type { Transport } from '../../src/http/transport.ts';
import { arm, type Fault, type FaultRule } from '../../src/local/faults/rule.ts';
import type { RequestLogEntry } from '../../src/local/options.ts';
import { localTransport } from '../../src/local/transport.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';
import { fakeClock } from './fake-host.ts';
import { run, type RunResult } from './run.ts';

/** One request as it was met: by the workspace, or by nobody where the connection was refused. */
export interface MetRequest extends Pick<RequestLogEntry, 'method' | 'path' | 'handled' | 'status'> {
  readonly faults: readonly (Fault['kind'] | 'refused')[];
}

/** A fault of the workspace, or a connection that is refused, which only a client can meet. */
export type MatrixFault = Fault | { readonly kind: 'refused' };

export interface PlacedFault extends Omit<FaultRule, 'fault'> {
  readonly fault: MatrixFault;
}

/** A command line, and what it reads. */
export interface Invocation {
  readonly argv: string | readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A workspace in memory that lets go wrong what it is told to, and the command line against it, over the retries of a real one. */
export interface FaultWorkspace extends AsyncDisposable {
  /** Every request so far. */
  readonly log: readonly MetRequest[];
  /** Without retries. */
  readonly client: WorkspaceClient;
  /** Milliseconds that commands have waited, by the clock. */
  waited(): number;
  run(invocation: Invocation): Promise<RunResult>;
  /** Lets time go by. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Long enough that a command which waits looks more than once; by the clock, so that looking changes nothing. */
const deploymentMs = 50;

export async function faultWorkspace(placed?: PlacedFault): Promise<FaultWorkspace> {
  const clock = fakeClock();
  const log: MetRequest[] = [];
  const rule = placed && placed.fault.kind !== 'refused' ? { ...placed, fault: placed.fault } : undefined;
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock,
    requireAuth: false,
    deployment: deploymentMs,
    ...(rule && { faults: [rule] }),
    onRequest: (entry) => log.push(entry),
    openUpstream: (origin) => {
      throw new Error(`${origin} was called`);
    },
  });
  const direct =
    placed?.fault.kind === 'refused'
      ? refusing(localTransport(workspace), placed, log)
      : localTransport(workspace);
  const borrowed: Transport = { send: (request) => direct.send(request), close: () => Promise.resolve() };
  const start = clock.monotonic();
  return {
    log,
    client: createWorkspaceClient(borrowed),
    waited: () => clock.monotonic() - start,
    run: ({ argv, stdin, env }) =>
      run(argv, {
        clock,
        transport: withRetry(borrowed, { clock, random: () => 0.5 }),
        ...(stdin !== undefined && { stdin }),
        ...(env && { env }),
      }),
    pass: (ms) => clock.sleep(ms),
    [Symbol.asyncDispose]: () => workspace.close(),
  };
}

function refusing(transport: Transport, placed: PlacedFault, log: MetRequest[]): Transport {
  const rule = arm({ ...placed, fault: { kind: 'reset-before' } });
  return {
    ...transport,
    send: (request) => {
      const { method } = request;
      const path = request.path.replace(/\?.*$/, '');
      if (!rule.takes(method, path)) return transport.send(request);
      log.push({ method, path, handled: false, faults: ['refused'] });
      const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return Promise.reject(
        connectionError(refused, { host: 'the local workspace', sent: false, inactivityMs: 0 }),
      );
    },
  };
}
