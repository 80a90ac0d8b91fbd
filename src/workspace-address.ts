import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resolveConfig } from './auth/resolve-config.ts';
import type { Environment, Target, WorkspaceAddress } from './context.ts';
import { isLoopback } from './http/loopback.ts';
import type { Surroundings } from './host.ts';
import { requireWorkspace } from './target.ts';

/**
 * The address of a target, without asking it anything.
 * @throws ConfigError where no workspace is configured, UsageError where the target is a gateway
 */
export async function workspaceAddress(
  target: Target,
  env: Environment,
  { home, cwd }: Pick<Surroundings, 'home' | 'cwd'>,
): Promise<WorkspaceAddress> {
  const workspace = requireWorkspace(target);
  if (workspace.kind === 'local') {
    const path = workspace.path === ':memory:' ? workspace.path : resolve(cwd, workspace.path);
    return { text: `local:${path}`, isLocal: true };
  }
  const { host } = await resolveConfig({
    env,
    home,
    readFile: readIfThere,
    ...(workspace.profile === undefined ? {} : { profile: workspace.profile }),
  });
  return { text: host, isLocal: isLoopback(new URL(host).hostname) };
}

/** The text of a file; nothing where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
