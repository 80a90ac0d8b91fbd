import { canonical } from './compare.ts';
import type { Plan } from './types.ts';

/**
 * A plan that is kept, with the digest of all that it says: what is carried out later is what people have read, and a
 * hand in between, a merge for instance, is noticed. It is no signature: it guards against accidents.
 */
export const sealed = (plan: Plan, hash: (text: string) => string): Plan => ({
  ...plan,
  digest: digestOf(plan, hash),
});

/** Of everything but the digest itself, however the JSON is laid out. */
export const digestOf = (plan: Plan, hash: (text: string) => string): string =>
  hash(canonical({ ...plan, digest: undefined }));
