import { isSecretField } from '#schemas/plaintext.ts';
import { looksLikeRawKey, parseSecretReference } from '#schemas/secret-reference.ts';
import type { DocumentPath, ShownValue } from './types.ts';

/** What stands where a credential was. */
export const hiddenValue = '(hidden)';

/** How variables are called that hold a credential; the service shows their values to whoever may see the endpoint. */
const secretVariable = /(key|token|secret|password|passwd|credentials?)$/i;

/** Whether the text in a field is a credential, and no reference to one. */
function isCredential(text: string, name: string, parent: string): boolean {
  if (isSecretField(name)) return true;
  if (parent !== 'environment_vars' || parseSecretReference(text).ok) return false;
  return secretVariable.test(name) || looksLikeRawKey(text);
}

/** Whether the value at a path, which ends in the names of its field and of that field's parent, is a credential. */
export const isCredentialAt = (value: unknown, path: DocumentPath): boolean =>
  typeof value === 'string' && isCredential(value, String(path.at(-1) ?? ''), String(path.at(-2) ?? ''));

/** A copy without credentials, and where they were. */
export function withoutCredentials<Value>(value: Value): {
  readonly value: Value;
  readonly paths: readonly DocumentPath[];
} {
  const paths: DocumentPath[] = [];
  const copy = walk(value, [], (path) => {
    paths.push([...path]);
    return undefined;
  });
  return { value: copy as Value, paths };
}

/** A copy that can be shown: credentials are hidden, and it is JSON. */
export const shown = (value: unknown, path: DocumentPath = []): ShownValue =>
  walk(value, [...path], () => hiddenValue) as ShownValue;

/** A copy with each credential replaced; `undefined` takes it away. `path` is one list, which grows and shrinks. */
function walk(value: unknown, path: (string | number)[], replace: (path: DocumentPath) => unknown): unknown {
  if (typeof value === 'string') return isCredentialAt(value, path) ? replace(path) : value;
  if (typeof value !== 'object' || value === null) return value;
  const below = (field: unknown, segment: string | number): unknown => {
    path.push(segment);
    const copy = walk(field, path, replace);
    path.pop();
    return copy;
  };
  if (Array.isArray(value)) {
    return (value as unknown[]).filter((item) => item !== undefined).map(below);
  }
  const fields = Object.entries(value).map(([name, field]) => [name, below(field, name)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}
