import * as z from 'zod';

/** The known values of a field whose set of values grows with the service. */
export interface KnownValues {
  readonly values: readonly string[];
}

/** Known values by schema: editors complete them, `findUnknownValues` warns about others, nothing rejects them. */
export const knownValues = z.registry<KnownValues>();

/**
 * A string with known values, of which a newer service may have more: parses any string and is typed so that
 * editors still complete the known ones.
 */
export function openEnum<const T extends string>(values: readonly T[]): z.ZodType<T | (string & {})> {
  return z.string().register(knownValues, { values });
}
