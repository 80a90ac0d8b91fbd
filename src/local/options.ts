import type { Clock } from '../clock.ts';
import type { Transport } from '../http/transport.ts';
import type { Fault, FaultRule } from './faults/rule.ts';

/** The models that the workspace answers with itself. */
export const builtinModels = ['local-echo', 'local-embed', 'local-agent'] as const;
export type BuiltinModel = (typeof builtinModels)[number];

/** A served entity that is about to be deployed, as `failDeployments` is asked about it. */
export interface DeploymentCandidate {
  readonly endpoint: string;
  /** The served entity's name. */
  readonly entity: string;
  /** The registered model behind it; absent for an external model. */
  readonly entity_name?: string;
  readonly entity_version?: string;
}

/** One answered request, for a log: never a header, a body or a query. */
export interface RequestLogEntry {
  readonly method: string;
  /** Escaped, without the query. */
  readonly path: string;
  /** As it was sent; absent where a fault cut the connection before an answer. */
  readonly status?: number;
  /** Until the answer's headers were ready, in milliseconds. */
  readonly durationMs: number;
  readonly requestId: string;
  /** The user or client id; absent where the request carried no valid credentials. */
  readonly caller?: string;
  readonly errorCode?: string;
  /** False where a fault kept the request from the workspace's handlers: nothing was done. */
  readonly handled: boolean;
  /** What went wrong on purpose, outermost first. */
  readonly faults: readonly Fault['kind'][];
}

export interface LocalWorkspaceOptions {
  /** The SQLite file, made when absent, or `:memory:` for one that ends with the process. */
  readonly path: string;
  readonly clock: Clock;
  /** A number in [0, 1): picks a served entity by its share of the traffic. Default: `Math.random`. */
  readonly random?: () => number;
  /**
   * How a deployment takes its time. Default `instant`: the answer to a create or an update and the first look at the endpoint show
   * IN_PROGRESS, the next look shows it settled, and nothing waits. A number: it settles that many milliseconds later by the clock.
   */
  readonly deployment?: 'instant' | number;
  /** Base URLs of providers, by provider name, where an external model names none: `{ openai: 'http://127.0.0.1:9000/v1' }`. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Where registered models run, by their names: base URLs of MLflow scoring servers, `{ 'main.default.iris': 'http://127.0.0.1:5001' }`. */
  readonly scoringServers?: Readonly<Record<string, string>>;
  /** Further names under which a model of the workspace is provided: `{ 'databricks-bge-large-en': 'local-embed' }`. */
  readonly aliases?: Readonly<Record<string, BuiltinModel>>;
  /** Milliseconds between two frames that a model of the workspace streams, by the clock. Default 0: as fast as they are read. */
  readonly frameDelayMs?: number;
  /** The failure message where this entity's deployment is to fail. */
  readonly failDeployments?: (candidate: DeploymentCandidate) => string | undefined;
  /** What goes wrong on purpose. */
  readonly faults?: readonly FaultRule[];
  /** The personal access token that is accepted: as Bearer, or as Basic with the user `token`. */
  readonly token?: string;
  /** The OAuth client that may take tokens at `/oidc/v1/token`. */
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string };
  /** False trusts every request, as the in-process transport does. */
  readonly requireAuth: boolean;
  /** Opens a transport to a model provider. Closed with the workspace. */
  readonly openUpstream: (origin: string) => Transport;
  /** Called once an answer is ready. */
  readonly onRequest?: (entry: RequestLogEntry) => void;
}
