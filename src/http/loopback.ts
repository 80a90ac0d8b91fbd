/**
 * Whether a URL's `hostname` names this machine: `localhost` and names under it, 127.0.0.0/8, `[::1]`. Names that merely
 * resolve to such an address don't count, since what they resolve to can change.
 */
export const isLoopback = (hostname: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
