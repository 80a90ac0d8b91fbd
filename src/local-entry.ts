/**
 * `servectl/local`: the embedded workspace for the tests of a program that talks to Databricks. Nothing leaves the
 * machine, and nothing is kept unless a path is given.
 */
import { processSurroundings } from './host.ts';
import type { Transport } from './http/transport.ts';
import { clientEnvironment, makeOAuthClient, makeToken } from './local/credentials.ts';
import type { LocalWorkspaceOptions } from './local/options.ts';
import { serveLocal } from './local/serve.ts';
import { localTransport } from './local/transport.ts';
import type { LocalWorkspace } from './local/workspace.ts';
import { openWorkspace } from './open-local.ts';

export { parseFaultRule } from './local/faults/parse.ts';
export type { Fault, FaultBody, FaultRule } from './local/faults/rule.ts';
export type { DeploymentCandidate, RequestLogEntry } from './local/options.ts';

/** How the workspace behaves. Every field is optional. */
export type LocalOptions = Partial<
  Pick<
    LocalWorkspaceOptions,
    | 'aliases'
    | 'clock'
    | 'deployment'
    | 'failDeployments'
    | 'faults'
    | 'frameDelayMs'
    | 'onRequest'
    | 'path'
    | 'random'
    | 'scoringServers'
    | 'upstreams'
  >
>;

export interface ServeLocalOptions extends LocalOptions {
  /** Default: 0, any that is free. */
  readonly port?: number;
  /** The address to listen on. Default: 127.0.0.1, which other machines can't reach. */
  readonly address?: string;
}

/** A workspace in this process. */
export interface OpenedLocalWorkspace extends AsyncDisposable {
  /** For `getDeployClient` and `createWorkspaceClient`: no socket, no token. */
  readonly transport: Transport;
  /** Answers as a workspace on the network does, without asking for credentials. */
  fetch(this: void, request: Request): Promise<Response>;
  close(this: void): Promise<void>;
}

/** A workspace on a port, for any client. */
export interface RunningLocalWorkspace extends AsyncDisposable {
  /** `http://127.0.0.1:41573` */
  readonly host: string;
  /** The personal access token that it takes. */
  readonly token: string;
  /** `DATABRICKS_HOST` and `DATABRICKS_TOKEN`, for a client in another process. */
  readonly env: Readonly<Record<string, string>>;
  /** `DATABRICKS_HOST`, `DATABRICKS_CLIENT_ID` and `DATABRICKS_CLIENT_SECRET`: the same workspace by OAuth. */
  readonly oauthEnv: Readonly<Record<string, string>>;
  /** The way in without the port and without a token, for clients in this process. */
  readonly transport: Transport;
  /** Lets requests under way end for two seconds, then cuts them. */
  stop(this: void): Promise<void>;
}

/**
 * Opens a workspace in this process, in memory unless `path` names a file.
 *
 * @throws ServectlError with a code that starts with `LOCAL_STORE_` where the file can't be used, or this Node has no SQLite
 *   and the optional dependency `libsql` is missing
 * @example
 * await using workspace = await openLocalWorkspace();
 * const client = getDeployClient('local', { transport: workspace.transport });
 */
export async function openLocalWorkspace(options: LocalOptions = {}): Promise<OpenedLocalWorkspace> {
  const workspace = await open(options, { requireAuth: false });
  const close = (): Promise<void> => workspace.close();
  return {
    transport: borrowed(workspace),
    fetch: (request) => workspace.fetch(request),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Starts a workspace on a port, in memory unless `path` names a file. Its token and OAuth secret are new each time.
 *
 * @throws ServectlError as `openLocalWorkspace` does, and `LOCAL_SERVE` where the port is taken
 * @example
 * const workspace = await startLocalWorkspace({ aliases: { 'databricks-bge-large-en': 'local-embed' } });
 * spawn('python', ['agent.py'], { env: { ...process.env, ...workspace.env } });
 * await workspace.stop();
 */
export async function startLocalWorkspace(options: ServeLocalOptions = {}): Promise<RunningLocalWorkspace> {
  const { port = 0, address, ...rest } = options;
  const token = makeToken();
  const oauth = makeOAuthClient();
  const workspace = await open(rest, { requireAuth: true, token, oauth });
  const clock = options.clock ?? processSurroundings().clock;
  try {
    const server = await serveLocal(workspace, {
      port,
      clock,
      ...(address !== undefined && { host: address }),
    });
    const stop = (): Promise<void> => server.close();
    return {
      host: server.url,
      token,
      env: clientEnvironment(server.url, { token }),
      oauthEnv: clientEnvironment(server.url, { oauth }),
      transport: borrowed(workspace),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await workspace.close();
    throw error;
  }
}

function open(
  options: LocalOptions,
  access: Pick<LocalWorkspaceOptions, 'requireAuth' | 'token' | 'oauth'>,
): Promise<LocalWorkspace> {
  const host = processSurroundings();
  return openWorkspace(options.path ?? ':memory:', { host, env: host.env }, { ...options, ...access });
}

/** A client that is closed must not take the workspace with it: whoever opened that closes it. */
function borrowed(workspace: LocalWorkspace): Transport {
  const transport = localTransport(workspace);
  return { send: (request) => transport.send(request), close: () => Promise.resolve() };
}
