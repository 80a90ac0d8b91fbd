import { ConfigError } from '../errors.ts';
import { parseConfigFile, settingsSection, type ConfigFile } from './config-file.ts';

export interface ProfileRequest {
  readonly name: string;
  /** What named it, for messages. */
  readonly origin: string;
  /** True where it goes before the environment. */
  readonly explicit: boolean;
}

export interface Profile {
  readonly name: string;
  /** Of the file, as shown to the user. */
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string | undefined>;
  readonly home: string;
}

/**
 * The profile that is asked for; without a request the file's `default_profile`, else `DEFAULT` if there is one.
 *
 * @throws ConfigError where a profile that something names is not there, with the names that are
 */
export async function readProfile(
  request: ProfileRequest | undefined,
  sources: Sources,
): Promise<Profile | undefined> {
  if (request?.name === settingsSection) {
    throw new ConfigError(`${settingsSection} is a reserved section name and cannot be used as a profile`);
  }
  const file = await readConfigFile(sources);
  const wanted = request ?? defaultRequest(file);
  const name = wanted?.name ?? 'DEFAULT';
  const values = file.profiles.get(name);
  // An empty section holds nothing to be asked for; only [DEFAULT], if nothing names it, may be empty or missing.
  if (values && values.size > 0) return { name, path: file.path, values };
  if (!wanted) return undefined;
  throw missingProfile(wanted, file);
}

const defaultRequest = ({ defaultProfile, path }: ConfigFile): ProfileRequest | undefined =>
  defaultProfile === undefined
    ? undefined
    : { name: defaultProfile, origin: `default_profile in ${path}`, explicit: false };

/** A missing file is an empty one, unless DATABRICKS_CONFIG_FILE names it. */
async function readConfigFile({ env, readFile, home }: Sources): Promise<ConfigFile> {
  const named = env['DATABRICKS_CONFIG_FILE'] === '' ? undefined : env['DATABRICKS_CONFIG_FILE'];
  const shown = named ?? '~/.databrickscfg';
  let text: string | undefined;
  try {
    text = await readFile(shown.replace(/^~(?=[/\\])/, home));
  } catch (cause) {
    throw new ConfigError(`cannot read ${shown}`, { hint: 'check its permissions', cause });
  }
  if (text === undefined && named !== undefined) {
    throw new ConfigError(`there is no file ${named}, which DATABRICKS_CONFIG_FILE names`, {
      hint: 'correct DATABRICKS_CONFIG_FILE, or unset it to use ~/.databrickscfg',
    });
  }
  return parseConfigFile(text ?? '', shown);
}

function missingProfile({ name, origin }: ProfileRequest, file: ConfigFile): ConfigError {
  const known = [...file.profiles].flatMap(([profile, values]) => (values.size > 0 ? [profile] : []));
  return new ConfigError(`${file.path} has no ${name} profile configured (${origin})`, {
    hint:
      known.length > 0
        ? `the profiles there are ${known.join(', ')}`
        : 'write the profile with `databricks configure`, or set DATABRICKS_HOST and DATABRICKS_TOKEN',
  });
}
