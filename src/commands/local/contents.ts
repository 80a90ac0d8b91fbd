import { createWorkspaceClient } from '../../client/workspace-client.ts';
import type { Context } from '../../context.ts';
import { localTransport } from '../../local/transport.ts';
import { openWorkspace } from '../../open-local.ts';

export interface Contents {
  /** Those that the workspace provides itself are counted too. */
  readonly endpoints: number;
  readonly scopes: number;
}

/** Counts what an embedded workspace holds. Throws as opening it does. */
export async function readContents(context: Context, file: string): Promise<Contents> {
  const transport = localTransport(
    await openWorkspace(file, { host: context.host, env: await context.env() }),
  );
  try {
    const client = createWorkspaceClient(transport);
    const [endpoints, scopes] = await Promise.all([client.endpoints.list(), client.secrets.listScopes()]);
    return { endpoints: endpoints.length, scopes: scopes.length };
  } finally {
    await transport.close();
  }
}

/** Everything that the workspace keeps on disk: the database, its log and index, the key. */
export const filesOf = (file: string): readonly string[] => [
  file,
  `${file}-wal`,
  `${file}-shm`,
  `${file}.key`,
];
