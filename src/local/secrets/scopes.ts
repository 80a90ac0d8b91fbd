import { doesNotExist, invalidParameter } from '../http/api-fault.ts';
import type { ScopeRecord, Store } from '../store/store.ts';

/** @throws ApiFault 404 RESOURCE_DOES_NOT_EXIST */
export function requireScope(store: Store, name: string | undefined): ScopeRecord {
  const scope = store.secrets.scope(requireField(name, 'scope'));
  if (!scope) throw doesNotExist(`Scope ${String(name)} does not exist!`);
  return scope;
}

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE */
export function requireField(value: string | undefined, field: string): string {
  if (value === undefined || value === '') throw invalidParameter(`Missing required field: ${field}`);
  return value;
}

/** Scopes may be named after an e-mail address; keys may not. */
const scopeName = /^[\w.@/-]{1,128}$/;
const keyName = /^[\w.-]{1,128}$/;

export const requireScopeName = (name: string | undefined): string =>
  requireSecretName(name, 'scope', scopeName);

export const requireKeyName = (name: string | undefined): string => requireSecretName(name, 'key', keyName);

function requireSecretName(name: string | undefined, field: string, allowed: RegExp): string {
  const given = requireField(name, field);
  if (allowed.test(given)) return given;
  throw invalidParameter(
    `'${given}' is not a valid ${field} name: it must have at most 128 characters, each a letter, a digit, or one of - _ .${field === 'scope' ? ' @' : ''}`,
  );
}
