import { isObject } from './json-values.ts';

/**
 * How long the server asks to wait, in milliseconds: `Retry-After` (whole seconds, or a date), else the `retry_delay` of a
 * `google.rpc.RetryInfo` in the error's details. A date in the past asks for no wait; what is neither form says nothing.
 *
 * @param now milliseconds since the epoch
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  details: readonly unknown[],
  now: number,
): number | undefined {
  const header = headers['retry-after']?.trim();
  if (header !== undefined) {
    if (/^\d+$/.test(header)) return Number(header) * 1000;
    // Date.parse takes much that is no HTTP date ("-5", "1.5"): a date names its weekday.
    const date = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  return retryDelay(details);
}

function retryDelay(details: readonly unknown[]): number | undefined {
  for (const detail of details) {
    if (!isObject(detail) || !String(detail['@type']).endsWith('google.rpc.RetryInfo')) continue;
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(String(detail['retry_delay'] ?? detail['retryDelay']));
    if (seconds) return Number(seconds[1]) * 1000;
  }
  return undefined;
}
