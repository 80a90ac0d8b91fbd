import type { Context } from '../../../context.ts';
import { UsageError } from '../../../errors.ts';

/** What the client itself says: who asks, where, how long the body is and what it is. */
const reserved: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'host',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

/**
 * The headers of `--header NAME:VALUE`. A value may be a secret: from here on it is hidden wherever it would show, and no
 * message quotes it.
 * @throws UsageError for what is no header, and for one that is not the caller's to set
 */
export function requestHeaders(context: Context, given: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const header of given) {
    const colon = header.indexOf(':');
    const name = header.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = header.slice(colon + 1).trim();
    // Without a colon all of it may be a value that lost its name.
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
      throw new UsageError('--header takes NAME:VALUE', { hint: "for example --header 'x-team: search'" });
    }
    context.secrets.add(value);
    if (reserved.has(name)) {
      throw new UsageError(`--header can't set '${name}'`, {
        hint: name.endsWith('authorization')
          ? 'credentials come from the profile or the environment: servectl auth describe'
          : 'it follows from the request',
      });
    }
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new UsageError(`the value of header '${name}' holds a character that no header may hold`);
    }
    if (headers.has(name)) throw new UsageError(`header '${name}' is given twice`);
    headers.set(name, value);
  }
  return Object.fromEntries(headers);
}
