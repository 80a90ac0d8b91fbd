import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import type { AclItem } from '#schemas/api/secrets.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { ApiError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { ActualState, DesiredState, LiveEndpoint } from '../plan/types.ts';
import { mapPooled } from './pool.ts';
import { secretReferences } from './secret-references.ts';

/** For which endpoints the permissions are asked for, once the endpoint is known. */
type PermissionsCheck = (document: EndpointDocument, live: Pick<LiveEndpoint, 'endpoint'>) => boolean;

export interface ReadOptions {
  readonly needsPermissions: PermissionsCheck;
  /** Moreover the list of all endpoints. */
  readonly prune?: boolean;
  /** Moreover the scopes that are only referred to. */
  readonly references?: boolean;
  readonly signal?: AbortSignal;
}

/** What was seen of the workspace. */
export interface SeenState extends ActualState {
  /** Scopes that are there, but whose keys this identity may not list; in lower case. */
  readonly unreadable: ReadonlySet<string>;
}

/** Reads under way at the same time. They count against no budget; the limit spares sockets. */
export const readsAtOnce = 50;

/**
 * Looks at everything that the manifests declare, with as few reads as that takes: one for each endpoint, permissions
 * and secrets only where they are declared, the list of endpoints only to prune.
 * @throws what the client throws; an endpoint or a scope that isn't there is an answer
 */
export async function readActual(
  client: WorkspaceClient,
  desired: DesiredState,
  options: ReadOptions,
): Promise<SeenState> {
  const call = options.signal ? { signal: options.signal } : {};
  const [found, secrets, listed] = await Promise.all([
    mapPooled(desired.endpoints, readsAtOnce, (document) => readEndpoint(client, document, options)),
    readSecrets(client, scopesOf(desired, options), aclsWanted(desired), call),
    options.prune === true ? client.endpoints.list(call) : undefined,
  ]);
  return {
    endpoints: new Map(found.flatMap((live) => (live ? [[live.endpoint.name, live] as const] : []))),
    ...secrets,
    ...(listed && { listed }),
  };
}

/** One endpoint, with its permissions where the plan will need them; nothing where there is none. */
export async function readEndpoint(
  client: WorkspaceClient,
  document: EndpointDocument,
  { needsPermissions, signal }: Pick<ReadOptions, 'needsPermissions' | 'signal'>,
): Promise<LiveEndpoint | undefined> {
  const call = signal ? { signal } : {};
  const endpoint = await unless(ExitCode.notFound, client.endpoints.get(document.name, call));
  if (!endpoint) return undefined;
  if (endpoint.id === undefined || !needsPermissions(document, { endpoint })) return { endpoint };
  // Only who may manage an endpoint may see who else may.
  const permissions: ServingEndpointPermissions | undefined = await unless(
    ExitCode.auth,
    client.permissions.get(endpoint.id, call),
  );
  return { endpoint, ...(permissions && { permissions }) };
}

/** The names of the scopes to look at, in lower case: the service doesn't tell them apart by case. */
function scopesOf(
  { endpoints, scopes = [] }: DesiredState,
  { references }: ReadOptions,
): ReadonlySet<string> {
  const declared = endpoints.flatMap((document) => document.secrets ?? []);
  const referred = references === true ? endpoints.flatMap(secretReferences) : [];
  return new Set([...scopes, ...declared, ...referred].map(({ scope }) => scope.toLowerCase()));
}

/** The names of the scopes whose permissions are declared, in lower case. */
const aclsWanted = ({ scopes = [] }: DesiredState): ReadonlySet<string> =>
  new Set(scopes.flatMap(({ scope, permissions }) => (permissions ? [scope.toLowerCase()] : [])));

async function readSecrets(
  client: WorkspaceClient,
  wanted: ReadonlySet<string>,
  withAcls: ReadonlySet<string>,
  call: { readonly signal?: AbortSignal },
): Promise<Pick<SeenState, 'unreadable'> & Required<Pick<ActualState, 'scopes' | 'acls'>>> {
  const scopes = new Map<string, readonly string[]>();
  const acls = new Map<string, readonly AclItem[]>();
  const unreadable = new Set<string>();
  if (wanted.size === 0) return { scopes, acls, unreadable };
  const names = (await client.secrets.listScopes(call))
    .map(({ name }) => name)
    .filter((name) => wanted.has(name.toLowerCase()));
  await mapPooled(names, readsAtOnce, async (name) => {
    const [secrets, grants] = await Promise.all([
      unless(ExitCode.auth, client.secrets.list(name, call)),
      withAcls.has(name.toLowerCase())
        ? unless(ExitCode.auth, client.secrets.listAcls(name, call))
        : undefined,
    ]);
    if (grants) acls.set(name.toLowerCase(), grants);
    scopes.set(
      name,
      (secrets ?? []).map(({ key }) => key),
    );
    if (!secrets) unreadable.add(name.toLowerCase());
  });
  return { scopes, acls, unreadable };
}

/** The answer, or nothing where it is an error of that kind. */
async function unless<Answer>(kind: ExitCode, answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.exitCode === kind) return undefined;
    throw error;
  }
}
