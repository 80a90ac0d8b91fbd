import { ConfigError } from '../errors.ts';
import { isLoopback } from './loopback.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for `origin`, or undefined. The rules are those of curl and Go: `HTTPS_PROXY` for
 * https, `HTTP_PROXY` for http, `ALL_PROXY` for both, lower case first; `NO_PROXY` lists hosts that are reached directly
 * (`*`, `host`, `.suffix`, `*.suffix`, each with an optional `:port`); loopback is always reached directly.
 *
 * @throws ConfigError where the value for this origin is no URL; it is not shown, since it may hold a password
 */
export function proxyFor(origin: string, env: Env): string | undefined {
  const url = new URL(origin);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const variable = find(env, `${scheme}_proxy`) ?? find(env, 'all_proxy');
  if (!variable || variable.value === '' || isLoopback(url.hostname)) return undefined;
  if (isExcluded(url, find(env, 'no_proxy')?.value ?? '')) return undefined;
  const proxy = variable.value.includes('://') ? variable.value : `http://${variable.value}`;
  const protocol = URL.canParse(proxy) ? new URL(proxy).protocol : '';
  if (/^https?:$/.test(protocol)) return proxy;
  const problem = protocol.startsWith('socks')
    ? 'names a SOCKS proxy, which is not supported'
    : 'is not the URL of a proxy';
  throw new ConfigError(`${variable.name} ${problem}`, {
    hint: `name one as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT in ${scheme.toUpperCase()}_PROXY, or ${url.hostname} in NO_PROXY to reach it directly`,
  });
}

/** The lower-case name first. What is there but empty counts: `https_proxy= command` turns a proxy off. */
function find(env: Env, name: string): { readonly name: string; readonly value: string } | undefined {
  for (const candidate of [name, name.toUpperCase()]) {
    const value = env[candidate];
    if (value !== undefined) return { name: candidate, value: value.trim() };
  }
  return undefined;
}

function isExcluded(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = entry, entryPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (entryPort !== undefined && entryPort !== port) return false;
      const suffix = host.replace(/^\*?\./, '');
      return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
    });
}
