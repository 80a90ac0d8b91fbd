import { isLoopback } from '../http/loopback.ts';

/** The domains under which Databricks serves workspaces and their token endpoints. */
const databricksDomains = [
  'databricks.com',
  'databricks.us',
  'databricks.mil',
  'azuredatabricks.net',
  'databricks.azure.us',
  'databricks.azure.cn',
] as const;

/**
 * Whether a client secret that is meant for `host` may be sent to `target`. What a workspace says of its token endpoint
 * is taken over an unauthenticated request, so it may only lead to the host itself, or over https from one of Databricks'
 * domains to the same; on loopback to the very same origin.
 */
export function isTrustedSite(target: string, host: string): boolean {
  if (!URL.canParse(target)) return false;
  const to = new URL(target);
  const from = new URL(host);
  if (to.origin === from.origin) return true;
  if (to.protocol !== 'https:' || isLoopback(to.hostname) || isLoopback(from.hostname)) return false;
  return (
    to.hostname === from.hostname ||
    databricksDomains.some((domain) => isUnder(to, domain) && isUnder(from, domain))
  );
}

/** Whether `url` is of one of Databricks' domains. */
export const isDatabricksSite = (url: URL): boolean =>
  databricksDomains.some((domain) => isUnder(url, domain));

const isUnder = ({ hostname }: URL, domain: string): boolean =>
  hostname === domain || hostname.endsWith(`.${domain}`);

/** Whether secrets may travel to `url` at all: encrypted, or without leaving this machine. */
export function isPrivateChannel(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
