import { systemClock } from '../../src/host.ts';
import type { Transport } from '../../src/http/transport.ts';
import { openHttpTransport } from '../../src/http/undici-transport.ts';
import { serveLocal } from '../../src/local/serve.ts';
import { openLocalWorkspace } from '../../src/local/workspace.ts';
import { workspaceContract } from './suite.ts';
import type { Workspace } from './workspace.ts';

const token = 'dapi-contract';

const withToken = (transport: Transport): Transport => ({
  ...transport,
  send: (request) =>
    transport.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
});

async function makeServed(): Promise<Workspace> {
  const workspace = await openLocalWorkspace({
    path: ':memory:',
    clock: systemClock,
    requireAuth: true,
    token,
    openUpstream: (origin) => {
      throw new Error(`${origin} was called`);
    },
  });
  const server = await serveLocal(workspace, { port: 0, clock: systemClock });
  const transport = withToken(openHttpTransport({ origin: server.url, userAgent: 'contract' }));
  return {
    transport,
    close: async () => {
      await transport.close();
      await server.close();
    },
  };
}

workspaceContract('the embedded workspace, over HTTP', makeServed);
