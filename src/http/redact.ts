import { isObject, parseJson } from './json-values.ts';

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** Names whose values are secrets, as keys of JSON and of forms. */
const secretKey =
  /token|secret|password|passwd|assertion|credential|private_key|privatekey|api_?key|_plaintext|access_key|string_value|bytes_value/i;

/** Names that the pattern above takes in, and whose values nobody has to hide: kinds, places and counts of tokens. */
const publicKey =
  /^(?:token_type|subject_token_type|secret_scope|(?:next_|prev_)?page_token|(?:max|prompt|completion|input|output|total)_(?:.+_)?tokens(?:_.*)?|.*_endpoint|.*_supported|.*secret_name)$/i;

const isSecretKey = (key: string): boolean => secretKey.test(key) && !publicKey.test(key);

/** `{{secrets/scope/key}}` names a secret and is none. */
const isReference = (value: string): boolean => /^\s*\{\{\s*secrets\/[^}]*\}\}\s*$/.test(value);

/**
 * A request's or answer's body as it may be shown: values of secret keys, of environment variables and of secrets are
 * replaced, and whatever looks like a token. Text that is neither JSON nor a form is only searched for tokens.
 */
export function redactBody(text: string): string {
  const json = parseJson(text);
  if (isObject(json) || Array.isArray(json)) return JSON.stringify(redactValue(json, []));
  if (/^[\w.-]+=[^&\s]*(?:&[\w.-]+=[^&\s]*)*$/.test(text)) return redactForm(text);
  return redactText(redactBrokenJson(text));
}

/** `path` is the keys that lead to `value`, outermost first. */
function redactValue(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => redactValue(item, path));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, redactValue(inner, [...path, key])]),
    );
  }
  if (typeof value !== 'string' || value === '' || isReference(value)) return value;
  return isSecretAt(path) ? redacted : redactText(value);
}

/** A tag has a `value` as a secret has one, and only the secret's is secret. */
function isSecretAt(path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  const parent = path.at(-2) ?? '';
  if (parent === 'environment_vars') return true;
  if (key === 'value') return !parent.endsWith('tags');
  return isSecretKey(key);
}

/** Forms are what token endpoints take: all but what is known to be public is hidden. */
const publicFields: readonly string[] = [
  'grant_type',
  'scope',
  'client_id',
  'subject_token_type',
  'audience',
  'resource',
];

const redactForm = (text: string): string =>
  text.replace(/([\w.-]+)=([^&]*)/g, (pair, name: string) =>
    publicFields.includes(name) ? pair : `${name}=${redacted}`,
  );

/** What may stand between the quotes of a JSON string; written so that a long one takes no stack. */
const inString = String.raw`[^"\\]*(?:\\[\s\S][^"\\]*)*`;

const stringPair = new RegExp(String.raw`"([^"\\]*)"(\s*:\s*)"(${inString})("?)`, 'g');

/** An object of strings, as far as it goes: all of its values are secret, whatever they are called. */
const environment = new RegExp(
  String.raw`"environment_vars"\s*:\s*\{(?:\s*"${inString}"\s*:\s*"${inString}(?:"|$)\s*,?)*`,
  'g',
);

/** JSON that broke off, or was cut for display: its pairs of strings are looked at one by one. */
const redactBrokenJson = (text: string): string =>
  redactPairs(
    text.replace(environment, (variables) => redactPairs(variables, () => true)),
    (key) => isSecretKey(key) || key === 'value',
  );

const redactPairs = (text: string, isSecret: (key: string) => boolean): string =>
  text.replace(stringPair, (pair, key: string, colon: string, value: string) =>
    isSecret(key) && !isReference(value) ? `"${key}"${colon}"${redacted}"` : pair,
  );

/** Headers whose values are credentials, or answers that carry some. */
const secretHeader =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|(?:.*-)?api-key|x-databricks-.*token)$|secret|password/i;

export const redactHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeader.test(name) ? redacted : name === 'location' ? redactPath(value) : redactText(value),
    ]),
  );

/** A path with its query, without what the query gives to secret names. */
export const redactPath = (path: string): string =>
  redactText(
    path.replace(/([?&])([^=&#]*)=([^&#]*)/g, (pair, mark: string, name: string) =>
      isSecretKey(name) ? `${mark}${name}=${redacted}` : pair,
    ),
  );

/** What secrets look like wherever they stand: tokens of Databricks and of model providers, JWTs, credentials in headers and URLs. */
const tokenPatterns: readonly [pattern: RegExp, replacement: string][] = [
  // Not a word of prose: "Bearer authentication" says nothing that has to be hidden.
  [
    /\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[\w.~+/=-]*(?:[\d~+=_]|\.\w|[a-z][A-Z])|[\w.~+/=-]{20})[\w.~+/=-]{6,}/g,
    `$1 ${redacted}`,
  ],
  [/\b(?:dapi|dkea|dose)[0-9a-f]{16,}(?:-\d+)?/gi, redacted],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, redacted],
  // A long run of characters, or a long whole: an endpoint may well be called sk-learn-something.
  [/\b(?:sk|pk|rk)-(?=[\w-]*\w{12}|[\w-]{40})[\w-]{16,}/g, redacted],
  [/\b(?:hf|ghp|gho|ghs|github_pat|xai)[_-][A-Za-z0-9_]{16,}/g, redacted],
  [/\bA(?:KIA|SIA)[0-9A-Z]{16}\b/g, redacted],
  [/\bAIza[\w-]{30,}/g, redacted],
  // What stands for a user and password in a hint is none.
  [/(\/\/)(?!USER:PASSWORD@)[^/\s:@"]+:[^/\s@"]+@/g, `$1${redacted}@`],
  // To its end, or to that of the JSON string that it stands in.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=")|$)/g, redacted],
];

/** `text` without what looks like a token. */
export const redactText = (text: string): string =>
  tokenPatterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
