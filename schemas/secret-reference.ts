/** A reference to a secret, `{{secrets/scope/key}}`, taken apart; or what is wrong with the text. */
export type ParsedSecretReference =
  | { readonly ok: true; readonly scope: string; readonly key: string }
  | {
      readonly ok: false;
      readonly problem: SecretReferenceProblem;
      /** A clause about the text that never repeats it: it may hold a credential. */
      readonly message: string;
      readonly hint: string;
    };

type SecretReferenceProblem =
  | 'empty-text'
  | 'raw-key'
  | 'not-a-reference'
  | 'single-braces'
  | 'unbalanced-braces'
  | 'embedded'
  | 'not-secrets'
  | 'scope-and-key-missing'
  | 'scope-missing'
  | 'key-missing'
  | 'too-many-parts'
  | 'unresolved-variable'
  | 'placeholder'
  | 'spaces'
  | 'bad-characters'
  | 'too-long';

/** Longest name of a scope and of a key (Databricks REST reference, Secrets). */
const maxSecretNameLength = 128;

/** What names of scopes and keys are made of. A scope may also hold `/`, but no reference can name it then. */
export const secretNamePattern = /^[\w.@-]{1,128}$/;

const writeIt = 'write {{secrets/SCOPE/KEY}}';
const storeIt = 'store it with "servectl secrets put SCOPE KEY" and write {{secrets/SCOPE/KEY}} here';

/** Checks one whole text; `${…}` must have been substituted before. */
export function parseSecretReference(text: string): ParsedSecretReference {
  if (text === '') return refuse('empty-text', 'the secret reference is empty');
  const inner = /^\{\{([^{}]*)\}\}$/.exec(text)?.[1];
  return inner === undefined ? refuseOutside(text) : parseInside(inner);
}

function parseInside(inner: string): ParsedSecretReference {
  if (inner.trim() !== inner) return refuse('spaces', 'the secret reference has spaces inside its braces');
  const [word, ...parts] = inner.split('/');
  if (word !== 'secrets') return refuse('not-secrets', 'the reference does not start with "secrets/"');
  const [scope = '', key = ''] = parts;
  if (scope === '' && key === '') {
    return refuse('scope-and-key-missing', 'the secret reference names neither a scope nor a key');
  }
  if (scope === '') return refuse('scope-missing', 'the secret reference names no scope');
  if (key === '') return refuse('key-missing', 'the secret reference names no key');
  if (parts.length > 2)
    return refuse('too-many-parts', 'the secret reference has more parts than a scope and a key');
  return checkName('scope', scope) ?? checkName('key', key) ?? { ok: true, scope, key };
}

function checkName(part: 'scope' | 'key', name: string): ParsedSecretReference | undefined {
  if (secretNamePattern.test(name)) return undefined;
  if (/^<.*>$/.test(name) || /^\[.*\]$/.test(name)) {
    return refuse(
      'placeholder',
      `the ${part} in the secret reference is still a placeholder`,
      `put the real name of the ${part} in its place`,
    );
  }
  if (/\s/.test(name)) return refuse('spaces', `the ${part} in the secret reference holds spaces`);
  if (name.length > maxSecretNameLength) {
    return refuse(
      'too-long',
      `the ${part} in the secret reference is longer than ${maxSecretNameLength} characters`,
    );
  }
  return refuse(
    'bad-characters',
    `the ${part} in the secret reference holds characters that no ${part} can have`,
    'only letters, digits, "-", "_", "." and "@" are possible',
  );
}

/** Texts that are not `{{…}}` from end to end. */
function refuseOutside(text: string): ParsedSecretReference {
  if (/\$\{[^{}]*\}/.test(text)) {
    return refuse(
      'unresolved-variable',
      'the secret reference holds a variable that is not known',
      'give the variable a value',
    );
  }
  if (text.startsWith('{{{') || text.endsWith('}}}')) {
    return refuse('unbalanced-braces', 'the secret reference has too many braces');
  }
  if (/\{\{\s*secrets\//.test(text)) {
    return /\{\{\s*secrets\/[^{}]*\}\}/.test(text)
      ? refuse(
          'embedded',
          'the secret reference stands within other text',
          'a reference must be the whole value, without anything before or after it',
        )
      : refuse('unbalanced-braces', 'the secret reference is not closed by "}}"');
  }
  if (/^\{\s*secrets\//.test(text)) {
    return refuse('single-braces', 'the secret reference stands in single braces');
  }
  if (text.startsWith('secrets/')) {
    return refuse('not-a-reference', 'the secret reference has no braces around it');
  }
  if (looksLikeRawKey(text)) {
    return refuse('raw-key', 'this looks like a key itself, where a secret reference belongs', storeIt);
  }
  return refuse('not-a-reference', 'this is not a secret reference', storeIt);
}

function refuse(problem: SecretReferenceProblem, message: string, hint = writeIt): ParsedSecretReference {
  return { ok: false, problem, message, hint };
}

/** How the credentials of well-known services begin. */
const credentialPrefix =
  /^(sk-|sk_live_|dapi[0-9a-f]|dose[0-9a-f]|AKIA[A-Z0-9]|ASIA[A-Z0-9]|AIza[\w-]|gsk_|xai-|hf_|gh[opsu]_|github_pat_|xox[abp]-|eyJ[\w-]|Bearer\s|-----BEGIN\s)/;

const longHex = /^[0-9a-f]{32,}$/i;

/** AWS secret access keys have no beginning of their own, but a length. */
const awsSecret = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9/+]{40}$/;

/**
 * Whether a text is probably a credential: it begins like one, is a service account's key file, or is long and random.
 * A guess, good for a hint or a warning; `my-openai-key-2024` and `{{secrets/a/b}}` are not taken for one.
 */
export function looksLikeRawKey(text: string): boolean {
  const trimmed = text.trim();
  if (credentialPrefix.test(trimmed)) return true;
  if (trimmed.startsWith('{') && trimmed.includes('"private_key"')) return true;
  return longHex.test(trimmed) || awsSecret.test(trimmed) || isLongAndRandom(trimmed);
}

/** Words are runs of letters; in random text letters and digits, or upper and lower case, alternate all the time. */
function isLongAndRandom(text: string): boolean {
  if (text.length < 24 || !/^[A-Za-z0-9+/=_-]+$/.test(text)) return false;
  const changes = text.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]/g)?.length ?? 0;
  return changes / text.length > 0.2;
}
