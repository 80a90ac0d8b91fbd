import { attributeList } from '../../../auth/attributes.ts';
import type { Token } from '../../../auth/token-cache.ts';
import { type DataPlaneRoute, dataPlaneRoute } from '../../../client/data-plane.ts';
import type { Context, WorkspaceCredentials } from '../../../context.ts';
import { ApiError } from '../../../errors.ts';
import { type AssignmentFormat, formatAssignments } from '../../../output/assignments.ts';
import { taskOf } from '../../../predict/task.ts';
import { onEndpoint } from '../near-names.ts';
import { type Access, clientVariables } from './client-variables.ts';

export interface EnvFlags {
  readonly withToken?: boolean;
  readonly format: AssignmentFormat;
}

/**
 * Prints what other clients need to ask the endpoint. Its token is printed only where the user asks for it by name.
 * @throws UsageError where the target is no Databricks workspace, nor `local serve`
 */
export async function printEnv(context: Context, name: string, flags: EnvFlags): Promise<void> {
  const { results, host } = context;
  const credentials = await context.credentials();
  const endpoint = await onEndpoint(context, name, lookUp(context, name));
  const plane = endpoint.route && usesPlane(endpoint.route, credentials) ? endpoint.route : undefined;
  const assignments = clientVariables({
    name,
    task: endpoint.task,
    host: credentials.host,
    workspaceId: credentials.workspaceId,
    profile: credentials.profile,
    plane: plane && `${plane.dataPlane.origin}${plane.path}`,
    ...(flags.withToken === true ? { token: await readTokens(context, credentials, plane) } : {}),
    hasOtherCredentials: attributeList.some(
      ({ family, env }) => family !== undefined && family !== 'pat' && env !== undefined && host.env[env],
    ),
  });
  if (results.format === 'table' && !results.queried) {
    await results.text(formatAssignments(assignments, flags.format));
    return;
  }
  await results.show(assignments.variables, { human: () => [], names: (value) => Object.keys(value) });
}

interface Found {
  readonly task: string | undefined;
  readonly route: DataPlaneRoute | undefined;
}

/** Who may ask an endpoint but not look at it gets what most endpoints need. */
async function lookUp(context: Context, name: string): Promise<Found> {
  const client = await context.client();
  try {
    const endpoint = await client.endpoints.get(name, { signal: context.signal });
    return {
      task: taskOf(endpoint),
      route: endpoint.route_optimized === true ? dataPlaneRoute(endpoint) : undefined,
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { task: undefined, route: undefined };
    throw error;
  }
}

/** An endpoint's own address takes OAuth alone; older endpoints are asked at the workspace's, too. */
const usesPlane = ({ isOnly }: DataPlaneRoute, { method }: WorkspaceCredentials): boolean =>
  isOnly || method !== 'pat';

async function readTokens(
  context: Context,
  credentials: WorkspaceCredentials,
  plane: DataPlaneRoute | undefined,
): Promise<NonNullable<Access['token']>> {
  const { host, signal } = context;
  const own = await credentials.token(undefined, signal);
  const openai = plane ? await credentials.token(plane.dataPlane, signal) : own;
  sayExpiry(context, openai);
  // The client id and secret are good for longer than any token, and beside them a token is a conflict.
  const finds =
    credentials.method === 'oauth-m2m' && (credentials.profile ?? host.env['DATABRICKS_CLIENT_ID']);
  return { openai: openai.value, ...(finds ? {} : { databricks: own.value }) };
}

function sayExpiry({ notes, host }: Context, { expiresAt }: Token): void {
  if (expiresAt === undefined) return;
  const minutes = Math.max(0, Math.round((expiresAt - host.clock.now()) / 60_000));
  notes.info(`the token expires in ${minutes} min, at ${new Date(expiresAt).toISOString()}`);
}
