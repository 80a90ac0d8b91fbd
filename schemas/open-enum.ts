import * as z from 'zod';

/** The known values of a field whose set of values grows with the service. */
export interface KnownValues {
  readonly values: readonly string[];
  /** True where the service takes upper and lower case for the same; the values are in lower case then. */
  readonly ignoreCase?: boolean;
  /** The known value that a common wrong one stands for. */
  readonly meantBy?: (value: string) => string | undefined;
}

/** Known values by schema: editors complete them, `findUnknownValues` finds others, nothing rejects those. */
export const knownValues = z.registry<KnownValues>();

/**
 * A string with known values, of which a newer service may have more: parses any string, and is typed so that
 * editors still complete the known ones.
 */
export function openEnum<const T extends string>(
  values: readonly T[],
  options: Omit<KnownValues, 'values'> = {},
): z.ZodType<T | (string & {})> {
  return z.string().register(knownValues, { values, ...options });
}
