import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resolveConfig } from './auth/resolve-config.ts';
import type { Environment, Target, WorkspaceAddress } from './context.ts';
import { isLoopback } from './http/loopback.ts';
import type { Surroundings } from './host.ts';

/**
 * The address of a target, without asking it anything.
 * @throws ConfigError where no workspace is configured
 */
export async function workspaceAddress(
  target: Target,
  env: Environment,
  { home, cwd }: Pick<Surroundings, 'home' | 'cwd'>,
): Promise<WorkspaceAddress> {
  if (target.kind === 'local') {
    const path = target.path === ':memory:' ? target.path : resolve(cwd, target.path);
    return { text: `local:${path}`, isLocal: true };
  }
  const { host } = await resolveConfig({
    env,
    home,
    readFile: readIfThere,
    ...(target.profile === undefined ? {} : { profile: target.profile }),
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
