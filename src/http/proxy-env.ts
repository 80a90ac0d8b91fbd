import { isLoopback } from './loopback.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for `origin`, or undefined. The rules are those of curl and Go: `HTTPS_PROXY` for
 * https, `HTTP_PROXY` for http, `ALL_PROXY` for both, lower case first; `NO_PROXY` lists hosts that are reached directly
 * (`*`, `host`, `.suffix`, `*.suffix`, each with an optional `:port`); loopback is always reached directly.
 */
export function proxyFor(origin: string, env: Env): string | undefined {
  const url = new URL(origin);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const proxy = read(env, `${scheme}_proxy`) ?? read(env, 'all_proxy');
  if (proxy === undefined || isLoopback(url.hostname)) return undefined;
  if (isExcluded(url, read(env, 'no_proxy') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** An empty value counts as unset, so that `HTTPS_PROXY= command` turns a proxy off. */
function read(env: Env, name: string): string | undefined {
  const value = (env[name] ?? env[name.toUpperCase()] ?? '').trim();
  return value === '' ? undefined : value;
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
