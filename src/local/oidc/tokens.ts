import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/store.ts';

/** Seconds that an access token is good for, as the real service's. */
export const tokenLifetime = 3600;

const day = 24 * 3600 * 1000;

/** A fresh access token for `subject`. Only its hash is kept. */
export function issueToken(store: Store, subject: string, now: number): string {
  const token = randomBytes(32).toString('base64url');
  store.transaction(() => {
    store.tokens.prune(now - day);
    store.tokens.put(hashOf(token), subject, now + tokenLifetime * 1000);
  });
  return token;
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares without telling by its time how much of `given` was right. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** User and password of a Basic header, as they were sent. */
export function basicCredentials(
  header: string | undefined,
): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString();
  const colon = decoded.indexOf(':');
  return colon === -1 ? undefined : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
