import { attributeList } from '../../../auth/attributes.ts';
import type { Token } from '../../../auth/token-cache.ts';
import { type DataPlaneRoute, dataPlaneRoute } from '../../../client/data-plane.ts';
import { isLookRefused } from '../../../client/look-refused.ts';
import type { Context, WorkspaceCredentials } from '../../../context.ts';
import { type AssignmentFormat, type Assignments, formatAssignments } from '../../../output/assignments.ts';
import { taskOf } from '../../../predict/task.ts';
import { onEndpoint } from '../near-names.ts';
import { clientVariables } from './client-variables.ts';

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
  const tokens = flags.withToken === true ? await readTokens(context, credentials, plane) : undefined;
  const assignments = clientVariables({
    name,
    task: endpoint.task,
    host: credentials.host,
    workspaceId: credentials.workspaceId,
    profile: credentials.profile,
    plane: plane && `${plane.dataPlane.origin}${plane.path}`,
    ...(tokens && {
      token: {
        openai: tokens.openai.value,
        ...(tokens.databricks && { databricks: tokens.databricks.value }),
      },
    }),
    hasOtherCredentials: attributeList.some(
      ({ family, env }) => family !== undefined && family !== 'pat' && env !== undefined && host.env[env],
    ),
  });
  if (tokens) sayExpiry(context, assignments, tokens);
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
    if (isLookRefused(error)) return { task: undefined, route: undefined };
    throw error;
  }
}

/** An endpoint's own address takes OAuth alone; older endpoints are asked at the workspace's, too. */
const usesPlane = ({ isOnly }: DataPlaneRoute, { method }: WorkspaceCredentials): boolean =>
  isOnly || method !== 'pat';

interface Tokens {
  readonly openai: Token;
  readonly databricks?: Token;
}

async function readTokens(
  context: Context,
  credentials: WorkspaceCredentials,
  plane: DataPlaneRoute | undefined,
): Promise<Tokens> {
  const { host, signal } = context;
  const own = await credentials.token(undefined, signal);
  const openai = plane ? await credentials.token(plane.dataPlane, signal) : own;
  // The client id and secret are good for longer than any token, and beside them a token is a conflict.
  const finds =
    credentials.method === 'oauth-m2m' && (credentials.profile ?? host.env['DATABRICKS_CLIENT_ID']);
  return { openai, ...(finds ? {} : { databricks: own }) };
}

/** When the first of the tokens that are printed expires. */
function sayExpiry({ notes, host }: Context, { variables }: Assignments, tokens: Tokens): void {
  const printed = new Set(Object.values(variables));
  const ends = [tokens.openai, tokens.databricks].flatMap((token) =>
    token?.expiresAt !== undefined && printed.has(token.value) ? [token.expiresAt] : [],
  );
  if (ends.length === 0) return;
  const expiresAt = Math.min(...ends);
  const minutes = Math.max(0, Math.round((expiresAt - host.clock.now()) / 60_000));
  notes.info(`the token expires in ${minutes} min, at ${new Date(expiresAt).toISOString()}`);
}
