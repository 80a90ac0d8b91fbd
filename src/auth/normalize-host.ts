import { ConfigError } from '../errors.ts';
import { isLoopback } from '../http/loopback.ts';
import { describeOrigin, type Setting } from './attributes.ts';

export interface WorkspaceHost {
  /** Scheme, host and port: `https://adb-1.azuredatabricks.net`. */
  readonly origin: string;
  /** From the `w` or `o` of a URL that was copied out of a browser. */
  readonly workspaceId?: string;
}

/**
 * The origin in whatever was given as the host: with or without a scheme, a URL copied out of a browser, or the base URL
 * that an OpenAI client holds, which ends in `/serving-endpoints`.
 *
 * @throws ConfigError where it is no host, an account console, or would send credentials in the clear: http is for
 *   loopback alone
 */
export function normalizeHost({ value, origin }: Setting): WorkspaceHost {
  const from = describeOrigin(origin);
  const text = value.trim();
  const url = URL.canParse(withScheme(text)) ? new URL(withScheme(text)) : undefined;
  if (!url || url.hostname === '' || !['https:', 'http:'].includes(url.protocol)) {
    throw new ConfigError(`the host "${hide(text)}" (${from}) is not a URL of a workspace`, {
      hint: 'it looks like https://adb-1234567890123456.7.azuredatabricks.net or https://dbc-a1b2c3d4-e5f6.cloud.databricks.com',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigError(`the host http://${url.host} (${from}) would send credentials in the clear`, {
      hint: `use https://${url.host}; http is for this machine alone (127.0.0.1, localhost)`,
    });
  }
  if (/^accounts(?:-dod)?\./.test(url.hostname)) {
    throw new ConfigError(`the host ${url.host} (${from}) is an account console, not a workspace`, {
      hint: 'give the URL of the workspace, as it stands in the browser when its pages are open',
    });
  }
  const workspaceId = workspaceIdOf(url.searchParams);
  return { origin: url.origin, ...(workspaceId === undefined ? {} : { workspaceId }) };
}

const withScheme = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;

/** `w` may be any text, `o` is the older, numeric one; 0 stands for none. */
function workspaceIdOf(query: URLSearchParams): string | undefined {
  const older = query.get('o') ?? query.get('workspace_id');
  const id = query.get('w') ?? (older !== null && /^\d+$/.test(older) ? older : null);
  return id === null || id === '' || id === '0' ? undefined : id;
}

/** A URL may carry a user and password, which are not shown. */
const hide = (text: string): string => text.replace(/\/\/[^/@]*@/, '//');
