import { mapPooled } from '../../../apply/pool.ts';
import { readsAtOnce } from '../../../apply/read-actual.ts';
import type { WorkspaceClient } from '../../../client/workspace-client.ts';
import type { Context } from '../../../context.ts';
import { ApiError } from '../../../errors.ts';
import { ExitCode } from '../../../exit-codes.ts';
import type { ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import { exportDocument } from '../../../plan/export/export-document.ts';
import type { ExportedDocument } from '../../../plan/export/types.ts';
import { isProvided } from '../../../plan/provided.ts';
import type { LiveEndpoint } from '../../../plan/types.ts';
import { isNotFound, onEndpoint } from '../near-names.ts';
import type { ExportFlags } from './flags.ts';

/** An endpoint, and the document that declares it. */
export interface Export {
  readonly live: LiveEndpoint;
  readonly exported: ExportedDocument;
}

/**
 * The endpoints that are asked for, by name; of all of them those that can be declared as a whole.
 * @throws what the client throws; an endpoint that goes away while all are read is passed over
 */
export async function readExports(
  context: Context,
  names: readonly string[],
  { all, permissions }: ExportFlags,
): Promise<readonly Export[]> {
  const client = await context.client();
  const wanted = all ? await declarableNames(context, client) : [...new Set(names)];
  const found = await mapPooled(wanted, readsAtOnce, async (name): Promise<Export | undefined> => {
    const live = await readLive(context, client, name, permissions).catch((error: unknown) => {
      if (all && isNotFound(error)) return undefined;
      throw error;
    });
    return live && { live, exported: exportDocument(live) };
  });
  return found.filter((each) => each !== undefined);
}

async function declarableNames(context: Context, client: WorkspaceClient): Promise<readonly string[]> {
  const rows = await client.endpoints.list({ signal: context.signal });
  const provided = rows.filter((row) => isProvided(row.name, row));
  if (provided.length > 0) {
    context.notes.info(
      `passed over ${provided.length} ${provided.length === 1 ? 'endpoint' : 'endpoints'} that Databricks provides`,
    );
    context.notes.hint('their gateway and permissions are exported by name');
  }
  return rows
    .filter((row) => !provided.includes(row))
    .map(({ name }) => name)
    .sort();
}

async function readLive(
  context: Context,
  client: WorkspaceClient,
  name: string,
  withPermissions: boolean,
): Promise<LiveEndpoint> {
  const call = { signal: context.signal };
  const endpoint = await onEndpoint(context, name, client.endpoints.get(name, call));
  const { id } = endpoint;
  if (!withPermissions || id === undefined) return { endpoint };
  let permissions: ServingEndpointPermissions | undefined;
  try {
    permissions = await client.permissions.get(id, call);
  } catch (error) {
    // Only who may manage an endpoint may see who else may.
    if (!(error instanceof ApiError) || error.exitCode !== ExitCode.auth) throw error;
    context.notes.warn(`the permissions of ${name} are left out: ${error.message}`);
  }
  return { endpoint, ...(permissions && { permissions }) };
}
