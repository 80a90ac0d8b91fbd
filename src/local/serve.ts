import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Clock } from '../clock.ts';
import { ServectlError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { LostConnection } from './faults/lost-connection.ts';
import type { LocalWorkspace } from './workspace.ts';

export interface ServeOptions {
  /** Default: 127.0.0.1, which other machines can't reach. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  /** How long requests under way may go on once it closes, in milliseconds. Default: 2000. */
  readonly grace?: number;
}

export interface LocalServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way end for the grace period, cuts the rest, and closes the workspace. */
  close(): Promise<void>;
}

/**
 * Puts a workspace on a port, and takes it over: it is closed with the server.
 * @throws ServectlError `LOCAL_SERVE` where the address is taken or not this machine's
 */
export async function serveLocal(workspace: LocalWorkspace, options: ServeOptions): Promise<LocalServer> {
  const { host = '127.0.0.1', port } = options;
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => answer(workspace, request, incoming.socket),
    // The adaptor would replace the process's Request and Response with its own.
    overrideGlobalObjects: false,
  }) as Server;
  const underWay = trackAnswers(server);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw listenError(cause, host, port);
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${urlHost(address)}:${address.port}`,
    port: address.port,
    close: async () => {
      await stop(server, underWay, options);
      await workspace.close();
    },
  };
}

/** Where a fault takes the connection away, the client meets what a network does to it. */
async function answer(workspace: LocalWorkspace, request: Request, socket: Socket): Promise<Response> {
  try {
    return await workspace.fetch(request, () => socket.destroySoon());
  } catch (error) {
    if (!(error instanceof LostConnection)) throw error;
    socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }
}

/** The answers that have not ended yet. */
function trackAnswers(server: Server): ReadonlySet<ServerResponse> {
  const underWay = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  return underWay;
}

async function stop(
  server: Server,
  underWay: ReadonlySet<ServerResponse>,
  { clock, grace = 2000 }: ServeOptions,
): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Clients hold connections open for requests to come: only the answers under way are worth waiting for.
  const answered = Promise.all([...underWay].map((response) => once(response, 'close')));
  const waiting = new AbortController();
  await Promise.race([answered, clock.sleep(grace, waiting.signal).catch(() => undefined)]);
  waiting.abort();
  server.closeAllConnections();
  await closed;
}

/** Where clients on this machine reach it: an address that means "all of them" is no address to call. */
function urlHost({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return family === 'IPv6' ? `[${address}]` : address;
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ServectlError('LOCAL_SERVE', `port ${port} of ${host} is in use`, ExitCode.failure, {
        hint: 'choose another port, or 0 for any that is free',
        cause,
      });
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'ENOTFOUND':
      return new ServectlError('LOCAL_SERVE', `can't listen on port ${port} of ${host}`, ExitCode.failure, {
        hint: 'choose an address of this machine, and a port that you may use',
        cause,
      });
    default:
      return cause;
  }
}
