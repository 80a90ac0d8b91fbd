import { ConfigError } from '../errors.ts';

/** A `.databrickscfg`: profiles by name, each a map of keys to values. */
export interface ConfigFile {
  /** As it is shown to the user. */
  readonly path: string;
  readonly profiles: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `default_profile` of the reserved section `[__settings__]`. */
  readonly defaultProfile?: string;
}

/** Holds settings of the tools themselves; never a profile. */
export const settingsSection = '__settings__';

/**
 * Reads the dialect of INI that the Databricks tools share (go-ini's, with a space before an inline comment): `=` or `:`
 * delimits, whichever comes first; keys before any header belong to `DEFAULT`; repeated sections merge and repeated keys
 * replace; ` #`, else ` ;`, begins a comment; a value's surrounding quotes are not part of it. Nothing is interpolated,
 * and no section inherits from `DEFAULT`.
 *
 * @throws ConfigError with the line, for a header without its bracket and a line that is no key
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const profiles = new Map<string, Map<string, string>>();
  const section = (name: string): Map<string, string> => {
    const known = profiles.get(name);
    if (known) return known;
    const created = new Map<string, string>();
    profiles.set(name, created);
    return created;
  };
  let current: Map<string, string> | undefined;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      current = section(sectionName(line, path, index + 1));
      continue;
    }
    const [key, value] = keyAndValue(line, path, index + 1);
    current ??= section('DEFAULT');
    current.set(key, value);
  }
  const defaultProfile = profiles.get(settingsSection)?.get('default_profile')?.trim();
  profiles.delete(settingsSection);
  return { path, profiles, ...(defaultProfile ? { defaultProfile } : {}) };
}

/** Up to the last bracket: `[foo]bar]` is the section `foo]bar`. */
function sectionName(line: string, path: string, lineNumber: number): string {
  const end = line.lastIndexOf(']');
  const name = line.slice(1, Math.max(end, 1));
  if (end < 0) throw syntaxError(path, lineNumber, 'a section header has no closing bracket');
  if (name === '') throw syntaxError(path, lineNumber, 'a section has no name');
  return name;
}

function keyAndValue(line: string, path: string, lineNumber: number): [key: string, value: string] {
  const delimiter = line.search(/[=:]/);
  // The line itself is not shown: what is no key may well be a token.
  if (delimiter < 0)
    throw syntaxError(path, lineNumber, 'a line is neither a section header nor "key = value"');
  const key = line.slice(0, delimiter).trim();
  if (key === '') throw syntaxError(path, lineNumber, 'a value has no key');
  return [key, unquote(withoutComment(line.slice(delimiter + 1).trim()))];
}

function withoutComment(value: string): string {
  const hash = value.indexOf(' #');
  const comment = hash >= 0 ? hash : value.indexOf(' ;');
  return comment >= 0 ? value.slice(0, comment).trim() : value;
}

/** Only where the quotes are a pair with none of them inside: `"a"b"` stays as it is. */
function unquote(value: string): string {
  const quote = value.charAt(0);
  const isQuoted =
    (quote === '"' || quote === "'") && value.length >= 2 && value.indexOf(quote, 1) === value.length - 1;
  return isQuoted ? value.slice(1, -1) : value;
}

const syntaxError = (path: string, lineNumber: number, problem: string): ConfigError =>
  new ConfigError(`${path}:${String(lineNumber)}: ${problem}`, {
    hint: 'the file holds sections, "[NAME]", and under each of them lines such as "host = https://…"',
  });
