import type { WorkspaceClient } from '../../src/client/workspace-client.ts';

type Json = Readonly<Record<string, unknown>>;

/** Everything that a workspace keeps for its users, in a form that is equal wherever they could not tell a difference. */
export interface WorkspaceState {
  readonly endpoints: Readonly<Record<string, Json>>;
  readonly scopes: Readonly<Record<string, Json>>;
}

/** What differs from run to run. */
const incidental: readonly string[] = ['id', 'creation_timestamp', 'last_updated_timestamp', 'start_time'];

/** What tells how far a deployment is, and how many there were. */
const progress: readonly string[] = ['state', 'pending_config', 'config_version'];

export async function workspaceState(client: WorkspaceClient): Promise<WorkspaceState> {
  const keys = [...incidental, ...progress];
  const endpoints: Record<string, Json> = {};
  for (const { name, creator } of await client.endpoints.list()) {
    if (creator === undefined || name.startsWith('local-')) continue;
    const endpoint = await client.endpoints.get(name);
    const { access_control_list } = await client.permissions.get(endpoint.id ?? '');
    endpoints[name] = {
      ...(without(endpoint, keys) as Json),
      // What is wanted of it, deployed or not.
      config: without(endpoint.pending_config ?? endpoint.config ?? {}, keys),
      stopped: endpoint.state?.suspend === 'STOPPED' && !endpoint.pending_config,
      access_control_list,
    };
  }
  const scopes: Record<string, Json> = {};
  for (const { name } of await client.secrets.listScopes()) {
    const values: Record<string, unknown> = {};
    for (const { key = '' } of await client.secrets.list(name)) {
      values[key] = (await client.secrets.get(name, key)).value;
    }
    scopes[name] = { values, acls: await client.secrets.listAcls(name) };
  }
  return { endpoints, scopes };
}

/** What a command printed with `-o json`, without what differs from run to run. */
export const comparable = (stdout: string): unknown => without(JSON.parse(stdout), incidental);

function without(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((inner) => without(inner, keys));
  if (typeof value === 'string') return value.replace(/[0-9a-f]{32}/, 'ID');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !keys.includes(key))
      .map(([key, inner]) => [key, without(inner, keys)]),
  );
}
