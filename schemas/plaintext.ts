/** Fields that hold a credential under a name without the suffix: secrets, tokens, client credentials. */
const secretFields: ReadonlySet<string> = new Set([
  'access_token',
  'assertion',
  'bytes_value',
  'client_assertion',
  'client_secret',
  'id_token',
  'password',
  'refresh_token',
  'string_value',
  'subject_token',
  'token_value',
]);

/**
 * Whether a field of that name holds a credential itself, on any noun of the API: every write-only field of a provider
 * ends in `_plaintext`. For masking logs, plans and diffs; a field that holds a secret reference is not one.
 */
export const isSecretField = (name: string): boolean => name.endsWith('plaintext') || secretFields.has(name);
