import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyOptions {
  /** Refuses every request with this status. */
  readonly refuseWith?: number;
  /** Where a host that is asked for really is. */
  readonly resolve: (host: string) => { readonly host: string; readonly port: number };
}

export interface TestProxy extends AsyncDisposable {
  readonly url: string;
  /** `CONNECT host:port` and `GET http://host/path`, as they came. */
  readonly seen: readonly string[];
  /** The `proxy-authorization` of each. */
  readonly authorizations: readonly (string | undefined)[];
}

/** A forward proxy: tunnels https by CONNECT, passes plain http on. */
export async function startProxy(options: ProxyOptions): Promise<TestProxy> {
  const seen: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    authorizations.push(incoming.headers['proxy-authorization']);
    if (options.refuseWith !== undefined) {
      response.writeHead(options.refuseWith).end();
      return;
    }
    const target = new URL(incoming.url ?? '');
    const { host, port } = options.resolve(target.host);
    const path = target.pathname + target.search;
    const forwarded = sendRequest(
      { host, port, path, method: incoming.method, headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    incoming.pipe(forwarded);
  });
  const tunnels = new Set<Duplex>();
  server.on('connect', (incoming, client) => {
    tunnels.add(client);
    seen.push(`CONNECT ${incoming.url ?? ''}`);
    authorizations.push(incoming.headers['proxy-authorization']);
    if (options.refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${String(options.refuseWith)} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(options.resolve(incoming.url ?? ''), () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [upstream, client],
      [client, upstream],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    seen,
    authorizations,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy();
      await once(server, 'close');
    },
  };
}
