import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createWorkspaceClient, type WorkspaceClient } from '../../src/client/workspace-client.ts';
import { systemClock } from '../../src/host.ts';
import { serveLocal } from '../../src/local/serve.ts';
import { localTransport } from '../../src/local/transport.ts';
import { openLocalWorkspace, type LocalWorkspace } from '../../src/local/workspace.ts';
import type { Invocation } from './fault-workspace.ts';

/** When a command is killed: at its request of that number, from 1, before the workspace does it or once it has. */
export interface KillPoint {
  readonly request: number;
  readonly when: 'before' | 'after';
}

export interface ProcessResult {
  /** Absent where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** `POST /api/2.0/serving-endpoints`, as they came. */
  readonly requests: readonly string[];
}

/** A workspace on a port, and the built command line in processes of its own against it. */
export interface ServedWorkspace extends AsyncDisposable {
  /** In this process. */
  readonly client: WorkspaceClient;
  run(invocation: Invocation, kill?: KillPoint): Promise<ProcessResult>;
}

const token = 'dapi-kill';

export async function servedWorkspace(): Promise<ServedWorkspace> {
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock: systemClock,
    requireAuth: true,
    token,
    openUpstream: (origin) => {
      throw new Error(`${origin} was called`);
    },
  });
  let meet: Meet = (_, answer) => answer();
  const watched: LocalWorkspace = {
    ...workspace,
    fetch: (request, breakOff) => meet(request, () => workspace.fetch(request, breakOff)),
  };
  const server = await serveLocal(watched, { port: 0, clock: systemClock, grace: 0 });
  return {
    client: createWorkspaceClient(localTransport(workspace)),
    run: async ({ argv, stdin = '', env }, kill) => {
      const words = typeof argv === 'string' ? argv.split(' ') : argv;
      const child = spawn(process.execPath, ['bin/servectl.js', ...words], {
        env: { PATH: process.env['PATH'], DATABRICKS_HOST: server.url, DATABRICKS_TOKEN: token, ...env },
      });
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
      const requests: string[] = [];
      meet = killing(child, ended, requests, kill);
      // A process that is killed does not read to the end.
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
      const [[code, signal], stdout, stderr] = await Promise.all([
        ended,
        text(child.stdout),
        text(child.stderr),
      ]);
      return { code: code ?? undefined, signal: signal ?? undefined, stdout, stderr, requests };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

type Meet = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

/** Notes each request, and kills the client at the one that is meant: it is gone before the next thing happens. */
function killing(
  child: ChildProcess,
  ended: Promise<unknown>,
  requests: string[],
  point: KillPoint | undefined,
): Meet {
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return async (request, answer) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    const isMeant = requests.length === point?.request;
    if (isMeant && point.when === 'before') {
      await kill();
      // What the dead client had sent is never read.
      return new Response(null, { status: 408 });
    }
    const response = await answer();
    if (isMeant) await kill();
    return response;
  };
}
