import { systemClock } from '../../src/host.ts';
import { localTransport } from '../../src/local/transport.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';
import { workspaceContract } from './suite.ts';
import type { Workspace } from './workspace.ts';

async function makeEmbedded(): Promise<Workspace> {
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock: systemClock,
    requireAuth: false,
    openUpstream: (origin) => {
      throw new Error(`${origin} was called`);
    },
  });
  const transport = localTransport(workspace);
  return { transport, close: () => transport.close() };
}

workspaceContract('the embedded workspace, in process', makeEmbedded);
