import type { CallOptions, ClientOptions } from '../client/call.ts';
import { createDeployClient, type DeployClient, type DeployClientOptions } from '../client/deploy-client.ts';
import { createGatewayClient } from '../client/gateway/gateway-client.ts';
import {
  createGatewayDeployClient,
  type GatewayDeployClient,
} from '../client/gateway/gateway-deploy-client.ts';
import { createWorkspaceClient as clientOver, type WorkspaceClient } from '../client/workspace-client.ts';
import type { Target } from '../context.ts';
import { processSurroundings } from '../host.ts';
import { SecretRegistry } from '../http/secret-registry.ts';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.ts';
import { parseTarget, requireWorkspace } from '../target.ts';

export type { CallOptions };

/** Where a client connects to. */
export interface ConnectOptions extends ClientOptions {
  /**
   * `databricks`, `databricks://PROFILE`, `local`, `local:PATH`, `local::memory:`. Default: the variable
   * `SERVECTL_TARGET`, else `MLFLOW_DEPLOYMENTS_TARGET`, else `databricks`. `getDeployClient` takes the URL of an MLflow
   * gateway, too: `http://127.0.0.1:5000`.
   */
  readonly target?: string;
  /** A profile of `~/.databrickscfg`, as in `databricks://PROFILE`. */
  readonly profile?: string;
  /** Where `DATABRICKS_HOST`, `DATABRICKS_TOKEN` and the like are looked up. Default: `process.env`, when it is called. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes the place of the target: anything that answers requests, such as a local workspace's `transport`. It stays its owner's to close. */
  readonly transport?: Transport;
  /** Called with a line for each request, answer and retry, without secrets. */
  readonly onDebug?: (line: string) => void;
}

/** Holds sockets or a file. Closing is for programs that go on without it: idle sockets keep no process alive. */
export interface Connection extends AsyncDisposable {
  close(): Promise<void>;
}

/**
 * A typed client of a workspace: `client.endpoints`, `client.permissions`, `client.query`, `client.secrets`, each with a
 * method per operation of the REST API. Nothing is read or opened before the first call, which throws a `ConfigError`
 * where no workspace or no credentials are configured.
 *
 * @throws UsageError for a target that is none
 * @example
 * const client = createWorkspaceClient({ profile: 'staging' });
 * for (const { name, state } of await client.endpoints.list()) console.log(name, state?.ready);
 */
export function createWorkspaceClient(options: ConnectOptions = {}): WorkspaceClient & Connection {
  const transport = options.transport ?? openLazily(requireWorkspace(targetOf(options)), options);
  return { ...clientOver(transport, options), ...connection(options.transport ? undefined : transport) };
}

/**
 * MLflow's deployments client: `getDeployClient('databricks')` as `get_deploy_client("databricks")` in Python, with its
 * methods in camel case and its two styles of config. Opens as `createWorkspaceClient` does. For the URL of an MLflow
 * gateway only listing, showing and asking are there; the rest rejects with a UsageError.
 *
 * @param target as `ConnectOptions.target`
 * @throws UsageError for a target that is none
 * @example
 * const client = getDeployClient('databricks');
 * const answer = await client.predict({
 *   endpoint: 'chat',
 *   inputs: { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 128 },
 * });
 */
export function getDeployClient(
  target: GatewayUrl,
  options?: Omit<ConnectOptions, 'target' | 'profile' | 'transport'>,
): GatewayDeployClient & Connection;
export function getDeployClient(
  target?: string,
  options?: ConnectOptions & DeployClientOptions,
): DeployClient & Connection;
export function getDeployClient(
  target?: string,
  options: ConnectOptions & DeployClientOptions = {},
): DeployClient & Connection {
  if (options.transport) {
    return {
      ...createDeployClient(clientOver(options.transport, options), options),
      ...connection(undefined),
    };
  }
  const named = targetOf({ ...options, ...(target !== undefined && { target }) });
  const transport = openLazily(named, options);
  const client =
    named.kind === 'gateway'
      ? createGatewayDeployClient(createGatewayClient(transport, named.url, options))
      : createDeployClient(clientOver(transport, options), options);
  return { ...client, ...connection(transport) };
}

/** The address of an MLflow AI Gateway. */
export type GatewayUrl = `http://${string}` | `https://${string}`;

function targetOf({ env = processSurroundings().env, profile, target }: ConnectOptions): Target {
  const { home, platform } = processSurroundings();
  // As with every variable, an empty one counts as unset.
  const named = [target, env['SERVECTL_TARGET'], env['MLFLOW_DEPLOYMENTS_TARGET']].find(Boolean);
  return parseTarget(named, profile, { env, home, platform });
}

/** Opens when it is first asked: a program that only builds a client waits for no file, and Python's twin is synchronous too. */
function openLazily(target: Target, { env, onDebug }: ConnectOptions): Transport {
  const host = processSurroundings();
  const tell = onDebug ?? (() => undefined);
  let opened: Promise<Transport> | undefined;
  const open = async (): Promise<Transport> => {
    const { openTransport } = await import('../open-transport.ts');
    return openTransport(target, {
      host,
      env: env ?? host.env,
      notes: { info: tell, verbose: tell, debug: tell },
      secrets: new SecretRegistry(),
      globals: { debug: onDebug !== undefined },
    });
  };
  return {
    send: async (request: HttpRequest): Promise<HttpResponse> => {
      // What could not be opened may be by the next call: a profile that was missing is written meanwhile.
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return (await opened).send(request);
    },
    close: async () => {
      await (await opened)?.close();
    },
  };
}

const connection = (own: Transport | undefined): Connection => {
  const close = async (): Promise<void> => {
    await own?.close();
  };
  return { close, [Symbol.asyncDispose]: close };
};
