import { invalidParameter } from '../http/api-fault.ts';

const allowed = /^[A-Za-z0-9_-]{1,63}$/;

export const isEndpointName = (name: string): boolean => allowed.test(name);

/** @throws ApiFault 400 INVALID_PARAMETER_VALUE for a name that the API doesn't take */
export function requireName(name: string | undefined, what: string): string {
  if (name === undefined || name === '') throw invalidParameter(`${what} must be set.`);
  if (isEndpointName(name)) return name;
  throw invalidParameter(
    `${what} '${name}' is invalid: it must have 1 to 63 characters, each a letter, a digit, a dash or an underscore.`,
  );
}
