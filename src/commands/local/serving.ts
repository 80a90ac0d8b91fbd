import type { Context } from '../../context.ts';
import {
  clientEnvironment,
  makeOAuthClient,
  makeToken,
  type LocalCredentials,
} from '../../local/credentials.ts';
import type { RequestLogEntry } from '../../local/options.ts';
import { serveLocal } from '../../local/serve.ts';
import { openWorkspace } from '../../open-local.ts';
import { workspaceFile } from './workspace-file.ts';
import { failureOf, type WorkspaceFlags } from './workspace-flags.ts';

export interface Serving {
  readonly file: string;
  readonly url: string;
  /** `DATABRICKS_HOST` and the credentials, as clients take them from the environment. */
  readonly variables: Readonly<Record<string, string>>;
  close(this: void): Promise<void>;
}

/**
 * Puts the embedded workspace on a port.
 * @throws ServectlError where the file or the port can't be used
 */
export async function serveWorkspace(
  context: Context,
  flags: WorkspaceFlags,
  listen: { readonly host?: string; readonly port: number },
): Promise<Serving> {
  const { host, notes } = context;
  const env = await context.env();
  const file = await workspaceFile(context);
  const credentials: LocalCredentials = flags.oauth
    ? { oauth: makeOAuthClient(env) }
    : { token: makeToken(env) };
  // Whoever has this run's credentials has the workspace: no note may hold them.
  for (const secret of [credentials.token, credentials.oauth?.clientSecret]) {
    if (secret !== undefined) context.secrets.add(secret);
  }
  const workspace = await openWorkspace(
    file,
    { host, env },
    {
      ...credentials,
      requireAuth: true,
      aliases: flags.alias,
      upstreams: flags.upstream,
      scoringServers: flags.scoringServer,
      deployment: flags.deployTime ?? 'instant',
      failDeployments: failureOf(flags.failDeploy),
      ...(flags.fault && { faults: flags.fault }),
      onRequest: (entry) => notes.verbose(logLine(entry)),
    },
  );
  try {
    const server = await serveLocal(workspace, { ...listen, clock: host.clock });
    return {
      file,
      url: server.url,
      variables: clientEnvironment(server.url, credentials),
      close: () => server.close(),
    };
  } catch (error) {
    await workspace.close();
    throw error;
  }
}

function logLine(entry: RequestLogEntry): string {
  const { method, path, status, durationMs, caller, errorCode, handled, faults } = entry;
  const result = [status ?? 'no answer', errorCode].filter((part) => part !== undefined).join(' ');
  const facts = [`${Math.round(durationMs)} ms`, handled ? (caller ?? 'not signed in') : 'not handled'];
  return `${method} ${path} ${result} (${[...facts, ...faults].join(', ')})`;
}
