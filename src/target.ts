import type { Target } from './context.ts';
import { UsageError } from './errors.ts';

export interface TargetSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
}

const forms = 'databricks, databricks://PROFILE, local, local:PATH, local::memory:';

/**
 * What `--target` (or SERVECTL_TARGET) names. Absent: a Databricks workspace.
 * @param profile the value of `--profile`
 * @throws UsageError for anything else than the documented forms
 */
export function parseTarget(
  text: string | undefined,
  profile: string | undefined,
  surroundings: TargetSurroundings,
): Target {
  const target = text === undefined || text === '' ? 'databricks' : text;
  if (target === 'local' || target.startsWith('local:')) {
    if (profile !== undefined) {
      throw new UsageError(`--profile has no meaning for the target '${target}'`, {
        hint: 'leave out --profile, or name a workspace as --target',
      });
    }
    return { kind: 'local', path: target.slice('local:'.length) || defaultLocalPath(surroundings) };
  }
  if (target === 'databricks') return workspace(profile);
  if (target.startsWith('databricks://')) {
    const named = target.slice('databricks://'.length);
    if (named !== '' && profile !== undefined && named !== profile) {
      throw new UsageError(`--target names the profile '${named}' and --profile '${profile}'`, {
        hint: 'name the profile once',
      });
    }
    return workspace(named || profile);
  }
  if (/^https?:\/\//.test(target)) {
    throw new UsageError(`this version cannot talk to a gateway (target '${target}')`, {
      hint: `for a Databricks workspace set DATABRICKS_HOST in place of --target; targets are ${forms}`,
    });
  }
  throw new UsageError(`unknown target '${target}'`, { hint: `one of ${forms}` });
}

const workspace = (profile: string | undefined): Target =>
  profile === undefined ? { kind: 'databricks' } : { kind: 'databricks', profile };

/** Where the embedded workspace keeps its file: the user's data directory, as each platform has it. */
export function defaultLocalPath({ env, home, platform }: TargetSurroundings): string {
  if (platform === 'win32') {
    return `${env['LOCALAPPDATA'] ?? `${home}\\AppData\\Local`}\\servectl\\workspace.db`;
  }
  const xdg = env['XDG_DATA_HOME'];
  // The XDG specification: a relative path is to be ignored.
  if (xdg?.startsWith('/')) return `${xdg}/servectl/workspace.db`;
  if (platform === 'darwin') return `${home}/Library/Application Support/servectl/workspace.db`;
  return `${home}/.local/share/servectl/workspace.db`;
}
