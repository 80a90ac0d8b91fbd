import type { Environment, Globals, Target } from './context.ts';
import type { Host } from './host.ts';
import type { Transport } from './http/transport.ts';
import type { Notes } from './terminal/notes.ts';

export interface TransportSurroundings {
  readonly host: Host;
  readonly env: Environment;
  readonly notes: Notes;
  readonly globals: Pick<Globals, 'debug'>;
}

/** Opens the way to a target: the embedded workspace in this process, or a Databricks workspace over HTTP. */
export function openTransport(target: Target, surroundings: TransportSurroundings): Promise<Transport> {
  switch (target.kind) {
    case 'local':
      return openLocal(target.path, surroundings);
    case 'databricks':
      return openDatabricks(target.profile, surroundings);
  }
}

async function openLocal(path: string, { host, notes, globals }: TransportSurroundings): Promise<Transport> {
  const [{ openLocalWorkspace }, { localTransport }, { openHttpTransport }, { withTrace }] =
    await Promise.all([
      import('./local/workspace.ts'),
      import('./local/transport.ts'),
      import('./http/http-transport.ts'),
      import('./http/trace.ts'),
    ]);
  const workspace = await openLocalWorkspace({
    path,
    clock: host.clock,
    random: host.random,
    requireAuth: false,
    openUpstream: (origin) => openHttpTransport({ origin }),
  });
  const transport = localTransport(workspace);
  return globals.debug ? withTrace(transport, notes.debug) : transport;
}
