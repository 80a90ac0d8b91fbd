import { resolve } from 'node:path';
import { openHttpTransport } from './http/undici-transport.ts';
import type { Transport } from './http/transport.ts';
import { userAgent } from './http/user-agent.ts';
import { localTransport } from './local/transport.ts';
import type { LocalWorkspaceOptions } from './local/options.ts';
import { openLocalWorkspace, type LocalWorkspace } from './local/workspace.ts';
import { traced, type TransportSurroundings } from './transport-surroundings.ts';
import { version } from './version.ts';

/** The way to the embedded workspace in this process. */
export async function openLocal(path: string, surroundings: TransportSurroundings): Promise<Transport> {
  return traced(localTransport(await openWorkspace(path, surroundings)), surroundings);
}

/** The embedded workspace in this process. Only an external model makes it open a socket. */
export function openWorkspace(
  path: string,
  { host, env }: Pick<TransportSurroundings, 'host' | 'env'>,
  options: Partial<LocalWorkspaceOptions> = {},
): Promise<LocalWorkspace> {
  return openLocalWorkspace({
    path: path === ':memory:' ? path : resolve(host.cwd, path),
    clock: host.clock,
    random: () => host.random(),
    requireAuth: false,
    openUpstream: (origin) => {
      const agent = userAgent({ version, nodeVersion: host.nodeVersion, platform: host.platform, env });
      return openHttpTransport({ origin, env, userAgent: agent });
    },
    ...options,
  });
}
