import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request. */
export type Step = (request: SeenRequest, response: ServerResponse, socket: Socket) => void | Promise<void>;

export interface TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** Every request so far, in order. */
  readonly seen: readonly SeenRequest[];
  /** How many connections were opened so far. */
  readonly connections: number;
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A real server on a free port of 127.0.0.1. The n-th request is answered by the n-th step; the last step answers the rest. */
export async function startServer(
  script: Step | readonly Step[],
  options: TestServerOptions = {},
): Promise<TestServer> {
  const steps = typeof script === 'function' ? [script] : script;
  const seen: SeenRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(request);
      const step = steps[Math.min(seen.length, steps.length) - 1];
      void Promise.resolve(step?.(request, response, incoming.socket));
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    port,
    seen,
    get connections() {
      return connections;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A step that answers with `body` as JSON. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Step =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** A step that answers with `body` as it is. */
export const text =
  (status: number, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Step =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** A step that cuts the connection. */
export const cut: Step = (_request, _response, socket) => {
  socket.destroy();
};

/** A step that never answers. */
export const silence: Step = () => undefined;

/** A port of 127.0.0.1 that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = await startServer(silence);
  await server.close();
  return server.port;
}
