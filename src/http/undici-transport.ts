import type { ConnectionOptions } from 'node:tls';
import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';
import { trustedAuthorities } from './ca-files.ts';
import { decompress } from './decompress.ts';
import { exchange } from './exchange.ts';
import { proxyFor, type Env } from './proxy-env.ts';
import { refuseRedirect } from './redirects.ts';
import type { HttpRequest, HttpResponse, Timeouts, Transport } from './transport.ts';

export interface HttpTransportOptions {
  /** Scheme, host and port; nothing else of a URL counts. */
  readonly origin: string;
  readonly userAgent: string;
  /** Where proxies (`HTTPS_PROXY`, `NO_PROXY`, …) and certificate bundles (`SSL_CERT_FILE`, …) are looked up. */
  readonly env?: Env;
  /** Certificate authorities (PEM) to trust in place of what Node and the environment say. */
  readonly ca?: readonly string[];
  /** Defaults: connect 10 s, inactivity 60 s. */
  readonly timeouts?: Pick<Timeouts, 'connect' | 'inactivity'>;
  /** The most sockets that are open at once; no limit by default. */
  readonly connections?: number;
  /** Takes any certificate. For tests of one's own servers; warn whoever asks for it. */
  readonly insecure?: boolean;
}

const defaultTimeouts = { connect: 10_000, inactivity: 60_000 };

/**
 * A transport to one origin over a pool of keep-alive connections. Nothing is opened before the first request.
 * Statuses are answers; redirects are refused (`refuseRedirect`); gzip is asked for and undone. `Timeouts.total` spans
 * attempts, and is kept by `withRetry`.
 */
export function openHttpTransport(options: HttpTransportOptions): Transport {
  const { origin, host } = new URL(options.origin);
  const proxy = options.env && proxyFor(origin, options.env);
  let opened: Promise<Dispatcher> | undefined;
  let closed: Promise<void> | undefined;
  return {
    async send(request: HttpRequest): Promise<HttpResponse> {
      const dispatcher = await (opened ??= openDispatcher(origin, proxy, options));
      const sent: HttpRequest = { ...request, headers: completeHeaders(request, options.userAgent) };
      const response = await exchange(dispatcher, sent, {
        origin,
        host,
        ...(proxy === undefined ? {} : { proxy: new URL(proxy).host }),
        inactivityMs:
          request.timeouts?.inactivity ?? options.timeouts?.inactivity ?? defaultTimeouts.inactivity,
      });
      try {
        refuseRedirect(request, response, origin);
        return request.method === 'HEAD' ? response : decompress(response);
      } catch (error) {
        await response.body[Symbol.asyncIterator]().return?.();
        throw error;
      }
    },
    close: () => (closed ??= closeOnce(opened)),
  };
}

/** A dispatcher that could not be opened has been reported, and needs no closing. */
async function closeOnce(opened: Promise<Dispatcher> | undefined): Promise<void> {
  await (await opened?.catch(() => undefined))?.close();
}

/** gzip is not asked for where a stream is: proxies are known to hold compressed events back. */
function completeHeaders({ headers = {} }: HttpRequest, userAgent: string): Record<string, string> {
  const streams = headers['accept']?.includes('text/event-stream') ?? false;
  return { 'user-agent': userAgent, ...(streams ? {} : { 'accept-encoding': 'gzip' }), ...headers };
}

async function openDispatcher(
  origin: string,
  proxy: string | undefined,
  options: HttpTransportOptions,
): Promise<Dispatcher> {
  const usesTls = origin.startsWith('https:') || proxy?.startsWith('https:') === true;
  const tls = usesTls ? await tlsOptions(options) : {};
  const timeout = options.timeouts?.connect ?? defaultTimeouts.connect;
  const connections = options.connections ?? null;
  if (proxy === undefined) return new Pool(origin, { connect: { ...tls, timeout }, connections });
  const { ProxyAgent, connect } = await import('./undici-proxy.ts');
  return new ProxyAgent({
    uri: proxy,
    connections,
    clientFactory: (url, clientOptions) => Object.assign(new Pool(url, clientOptions), { connect }),
    proxyTls: { ...tls, timeout },
    requestTls: { ...tls, timeout },
    // Plain http is handed to the proxy whole, as every client does; many proxies refuse to tunnel to port 80.
    proxyTunnel: origin.startsWith('https:'),
  });
}

/** One context for all sockets: a bundle of certificates takes 30 ms to read, and Node would read it for each socket. */
async function tlsOptions({
  ca: given,
  env,
  insecure,
}: HttpTransportOptions): Promise<Pick<ConnectionOptions, 'secureContext' | 'rejectUnauthorized'>> {
  const ca = given ?? (env && (await trustedAuthorities(env)));
  const { createSecureContext } = await import('node:tls');
  return {
    ...(ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...ca] }) }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}
