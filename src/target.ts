import { isDatabricksSite } from './auth/trusted-site.ts';
import type { Target } from './context.ts';
import { UsageError } from './errors.ts';

export interface TargetSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
}

const forms =
  'databricks, databricks://PROFILE, local, local:PATH, local::memory:, or the URL of an MLflow gateway (http://…)';

/**
 * What `--target` (or SERVECTL_TARGET) names. Absent: a Databricks workspace. An http(s) URL is an MLflow AI Gateway.
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
    if (profile !== undefined) throw meaningless(target);
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
  if (/^https?:\/\//i.test(target)) {
    if (profile !== undefined) throw meaningless(target);
    return { kind: 'gateway', url: gatewayUrl(target) };
  }
  throw new UsageError(`unknown target '${target}'`, { hint: `one of ${forms}` });
}

const workspace = (profile: string | undefined): Target =>
  profile === undefined ? { kind: 'databricks' } : { kind: 'databricks', profile };

const meaningless = (target: string): UsageError =>
  new UsageError(`--profile has no meaning for the target '${target}'`, {
    hint: 'leave out --profile, or name a workspace as --target',
  });

/** The URL without a slash at its end. */
function gatewayUrl(target: string): string {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (!url) throw new UsageError(`the target '${target}' is no URL`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      `the target holds a user and password, which others can see in a list of processes`,
      {
        hint: `say --target ${url.origin} and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD`,
      },
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(`the target '${url.origin}${url.pathname}' holds more than a path`, {
      hint: 'leave out what follows the path, from its ? or # on',
    });
  }
  if (isDatabricksSite(url) || /\/serving-endpoints\/?$/.test(url.pathname)) {
    throw new UsageError(
      `the target '${target}' is a Databricks workspace, and a URL stands for an MLflow gateway`,
      {
        hint: `set DATABRICKS_HOST=${url.origin} in place of --target`,
      },
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * The target, where it is a workspace.
 * @throws UsageError where it is a gateway, whose API has nothing else than to list, show and ask
 */
export function requireWorkspace(target: Target): Exclude<Target, { readonly kind: 'gateway' }> {
  if (target.kind !== 'gateway') return target;
  throw new UsageError(`the target ${target.url} is an MLflow gateway, which cannot do this`, {
    hint: 'of a gateway there is servectl endpoints list, get and predict, and servectl chat; for all else name a workspace (--target databricks)',
  });
}

/**
 * The target, where it is a Databricks workspace.
 * @throws UsageError where it is another, saying how a client gets to the embedded workspace
 */
export function requireDatabricks(target: Target): Extract<Target, { readonly kind: 'databricks' }> {
  const workspace = requireWorkspace(target);
  if (workspace.kind === 'databricks') return workspace;
  throw new UsageError('the embedded workspace of this process has no address that another could ask', {
    hint: 'put it on a port: servectl local serve prints DATABRICKS_HOST and DATABRICKS_TOKEN, which other clients and servectl read; servectl local exec -- COMMAND runs one with them',
  });
}

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
