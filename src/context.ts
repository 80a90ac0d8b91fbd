import type { WorkspaceClient } from './client/workspace-client.ts';
import type { Host } from './host.ts';
import type { Transport } from './http/transport.ts';
import type { Notes } from './terminal/notes.ts';
import type { Results } from './terminal/results.ts';

export const outputFormats = ['table', 'json', 'yaml', 'ndjson', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

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
  readonly color: 'auto' | 'always' | 'never';
  /** False with `--no-input`, with `CI=true`, and where stdin or stderr is no terminal: nothing may be asked. */
  readonly input: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export type Target =
  | { readonly kind: 'databricks'; readonly profile?: string }
  | { readonly kind: 'local'; readonly path: string };

/**
 * What a command is handed. Values are cheap; what costs time (files, sockets, schemas) is behind a memoised thunk,
 * so that `--help` reads nothing and opens nothing.
 */
export interface Context {
  readonly host: Host;
  readonly globals: Globals;
  /** The host's environment, with `--env-file` laid under it. */
  env(): Promise<Readonly<Record<string, string | undefined>>>;
  readonly signal: AbortSignal;
  /** stderr: warnings, hints, progress, debug. */
  readonly notes: Notes;
  /** stdout: the result, in the asked format, and nothing else. */
  readonly results: Results;
  target(): Promise<Target>;
  /** The transport to the target, with credentials, retries and the `--debug` trace; under `--dry-run` it records mutations instead of sending them. */
  transport(): Promise<Transport>;
  client(): Promise<WorkspaceClient>;
  /** Closes whatever the thunks opened. */
  close(): Promise<void>;
}
