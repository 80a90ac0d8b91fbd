import { ConfigError } from '../errors.ts';
import type { Env } from '../http/proxy-env.ts';
import {
  attributeList,
  type Attribute,
  type AttributeKey,
  type Setting,
  type Settings,
} from './attributes.ts';
import { checkConflicts, familiesOf } from './conflicts.ts';
import { normalizeHost } from './normalize-host.ts';
import { readProfile, type ProfileRequest } from './read-profile.ts';

export interface ConfigSources {
  readonly env: Env;
  /** The text of a file; undefined where there is none. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** The user's home directory. */
  readonly home: string;
  /** The profile that the command line or the caller of the library names: it goes before all else. */
  readonly profile?: string;
}

/** Where requests go, and what is known to authenticate them with. */
export interface ResolvedConfig {
  /** Scheme, host and port. */
  readonly host: string;
  readonly workspaceId?: string;
  readonly accountId?: string;
  /** The profile that was read, if one was. */
  readonly profile?: string;
  /** Every attribute that is set, with its origin. Values of sensitive ones are secrets. */
  readonly settings: Settings;
}

/**
 * Resolves the configuration as the Databricks SDKs do: the environment, then a profile of `.databrickscfg`; each only
 * fills what is still empty, and an empty variable counts as unset. Two rules to know:
 *
 * - The file is not read where no profile is named and the environment already gives a host or credentials. So
 *   `DATABRICKS_HOST` alone turns `[DEFAULT]` off, and no token of one workspace goes to another.
 * - A profile that is named explicitly (`--profile`) goes before the environment, which then only fills gaps; one that
 *   `DATABRICKS_CONFIG_PROFILE` names does not.
 *
 * @throws ConfigError where no host is set, a profile is missing, or two methods of authentication are configured
 */
export async function resolveConfig(sources: ConfigSources): Promise<ResolvedConfig> {
  const { env } = sources;
  const settings = new Map<AttributeKey, Setting>();
  const request = requestProfile(env, sources.profile);
  let profile: string | undefined;
  if (request?.explicit === true) {
    profile = await fillFromProfile(settings, request, sources);
    fillFromEnv(settings, env, gapFilter(settings));
  } else {
    fillFromEnv(settings, env, () => true);
    if (request || !isConfigured(settings)) profile = await fillFromProfile(settings, request, sources);
  }
  checkConflicts(settings);
  return complete(settings, profile);
}

function requestProfile(env: Env, explicit: string | undefined): ProfileRequest | undefined {
  if (explicit) return { name: explicit, origin: '--profile', explicit: true };
  const named = env['DATABRICKS_CONFIG_PROFILE'];
  return named ? { name: named, origin: 'DATABRICKS_CONFIG_PROFILE', explicit: false } : undefined;
}

async function fillFromProfile(
  settings: Map<AttributeKey, Setting>,
  request: ProfileRequest | undefined,
  sources: ConfigSources,
): Promise<string | undefined> {
  const found = await readProfile(request, sources);
  if (!found) return undefined;
  for (const { key } of attributeList) {
    const value = found.values.get(key);
    if (value && !settings.has(key)) {
      settings.set(key, { value, origin: { kind: 'profile', profile: found.name, path: found.path } });
    }
  }
  return found.name;
}

function fillFromEnv(
  settings: Map<AttributeKey, Setting>,
  env: Env,
  wanted: (attribute: Attribute) => boolean,
): void {
  for (const attribute of attributeList) {
    const { key, env: name } = attribute;
    const value = name === undefined ? undefined : env[name];
    if (name !== undefined && value && !settings.has(key) && wanted(attribute)) {
      settings.set(key, { value, origin: { kind: 'env', name } });
    }
  }
}

/** What the environment may add to an explicit profile: nothing of a method other than the profile's own. */
function gapFilter(settings: Settings): (attribute: Attribute) => boolean {
  const families = familiesOf(settings);
  return ({ family, profileOnly }) =>
    profileOnly !== true && (family === undefined || families.size === 0 || families.has(family));
}

const isConfigured = (settings: Settings): boolean => settings.has('host') || familiesOf(settings).size > 0;

function complete(settings: Settings, profile: string | undefined): ResolvedConfig {
  const host = settings.get('host');
  if (!host) {
    throw new ConfigError(
      profile === undefined ? 'no workspace is configured' : `profile "${profile}" names no host`,
      {
        hint: 'set DATABRICKS_HOST and DATABRICKS_TOKEN, or name a profile of ~/.databrickscfg with --profile, or try the embedded workspace with --target local',
      },
    );
  }
  const { origin, workspaceId: fromUrl } = normalizeHost(host);
  // "none" is what the Databricks CLI writes for a profile without one.
  const workspaceId = [settings.get('workspace_id')?.value, fromUrl].find((id) => id && id !== 'none');
  const accountId = settings.get('account_id')?.value;
  return {
    host: origin,
    settings,
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(profile === undefined ? {} : { profile }),
  };
}
