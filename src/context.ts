import type { Token } from './auth/token-cache.ts';
import type { GatewayClient } from './client/gateway/gateway-client.ts';
import type { WorkspaceClient } from './client/workspace-client.ts';
import type { Host } from './host.ts';
import type { SecretRegistry } from './http/secret-registry.ts';
import type { DataPlane, Transport } from './http/transport.ts';
import type { OutputFormat } from './output/format.ts';
import type { ColorChoice } from './terminal/style.ts';
import type { Notes } from './terminal/notes.ts';
import type { Results } from './terminal/results.ts';

/** The global flags, as they were parsed. */
export interface Globals {
  readonly target?: string;
  readonly profile?: string;
  readonly envFile?: string;
  readonly output: OutputFormat;
  readonly query?: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: ColorChoice;
  /** False with `--no-input`, with `CI=true`, and where stdin or stderr is no terminal: nothing may be asked. */
  readonly input: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export type Target =
  | { readonly kind: 'databricks'; readonly profile?: string }
  | { readonly kind: 'local'; readonly path: string }
  /** An MLflow AI Gateway: what it has can be listed, shown and asked. The URL has no slash at its end. */
  | { readonly kind: 'gateway'; readonly url: string };

/** Whatever a transport can be opened to. */
export type Destination =
  | Target
  /** An app on the machine that this runs on, as on the driver of a cluster. */
  | { readonly kind: 'driver'; readonly port: number };

/** Which workspace a run is about. */
export interface WorkspaceAddress {
  /** `https://example.cloud.databricks.com`, or `local:` and the path of the embedded workspace's file. */
  readonly text: string;
  /** Nobody else uses it, and nobody counts how often it is called. */
  readonly isLocal: boolean;
}

/** What opens a Databricks workspace, to be handed to other clients. */
export interface WorkspaceCredentials {
  /** Scheme, host and port. */
  readonly host: string;
  readonly workspaceId?: string;
  /** The `auth_type`: `pat`, `oauth-m2m`. */
  readonly method: string;
  /** The profile that the credentials are from; absent where they are from the environment. */
  readonly profile?: string;
  /**
   * The token that requests carry.
   * @param plane asks for one that is good for this route-optimised endpoint alone
   * @throws ConfigError where the credentials are refused, or there is no such token
   */
  token(plane?: DataPlane, signal?: AbortSignal): Promise<Token>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a command is handed. Values are cheap; what costs time (files, sockets, schemas) is behind a memoised thunk,
 * so that `--help` reads nothing and opens nothing.
 */
export interface Context {
  readonly host: Host;
  readonly globals: Globals;
  /** The host's environment, with `--env-file` laid under it. */
  env(): Promise<Environment>;
  readonly signal: AbortSignal;
  /** The secrets that this run has met; none of them passes to stderr. */
  readonly secrets: SecretRegistry;
  /** stderr: warnings, hints, progress, debug. */
  readonly notes: Notes;
  /** stdout: the result, in the asked format, and nothing else. Silent under `--dry-run`, whose result is the requests. */
  readonly results: Results;
  target(): Promise<Target>;
  /**
   * Which workspace the target is, without asking it anything. This and the next two throw a UsageError where the target
   * is a gateway.
   */
  workspace(): Promise<WorkspaceAddress>;
  /**
   * The transport to the target, with credentials, retries and the `--debug` trace; under `--dry-run` it records
   * mutations instead of sending them, and answers each with `{}`.
   */
  transport(): Promise<Transport>;
  client(): Promise<WorkspaceClient>;
  /**
   * What opens the Databricks workspace that is the target. It throws a UsageError for any other target, and a ConfigError
   * where none is configured.
   */
  credentials(): Promise<WorkspaceCredentials>;
  /** The target where it is an MLflow AI Gateway, else undefined. */
  gateway(): Promise<GatewayClient | undefined>;
  /** Opens the way to somewhere else than the target, as `transport` does; `close` closes it. */
  connect(destination: Destination): Promise<Transport>;
  /**
   * What a run ends with that did what it was asked and still has something else to say than 0: the code of a program that
   * it ran, or that there are changes.
   */
  exitCode: number;
  /** After a success. Under `--dry-run` prints the requests that were withheld. */
  finish(): Promise<void>;
  /** Closes whatever the thunks opened. */
  close(): Promise<void>;
}
