import { isSecretField } from '#schemas/plaintext.ts';
import { looksLikeRawKey, parseSecretReference } from '#schemas/secret-reference.ts';
import type { DocumentPath, ShownValue } from './types.ts';

/** What stands where a credential was. */
export const hiddenValue = '(hidden)';

type Json = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
  const copy = walk(value, [], (_, path) => {
    paths.push(path);
    return undefined;
  });
  return { value: copy as Value, paths };
}

/** A copy that can be shown: credentials are hidden, and it is JSON. */
export const shown = (value: unknown, path: DocumentPath = []): ShownValue =>
  walk(value, path, () => hiddenValue) as ShownValue;

/** A copy with each credential replaced; `undefined` takes it away. */
function walk(
  value: unknown,
  path: DocumentPath,
  replace: (text: string, path: DocumentPath) => unknown,
): unknown {
  if (Array.isArray(value)) {
    return (value as unknown[])
      .filter((item) => item !== undefined)
      .map((item, index) => walk(item, [...path, index], replace));
  }
  if (isMap(value)) {
    const fields = Object.entries(value)
      .map(([name, field]) => [name, walk(field, [...path, name], replace)] as const)
      .filter(([, field]) => field !== undefined);
    return Object.fromEntries(fields);
  }
  return typeof value === 'string' && isCredentialAt(value, path) ? replace(value, path) : value;
}
