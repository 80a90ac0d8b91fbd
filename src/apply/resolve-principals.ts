import { isApplicationId } from '#schemas/application-id.ts';
import { applicationIdOf } from '../client/grant-principals.ts';
import type { CallOptions } from '../client/call.ts';
import type { WorkspaceClient } from '../client/workspace-client.ts';
import { ApiError, ServectlError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { DesiredState } from '../plan/types.ts';
import { mapPooled } from './pool.ts';
import type { PreflightFinding } from './preflight.ts';
import { readsAtOnce } from './read-actual.ts';

type Grants = readonly { readonly service_principal_name?: string | undefined }[];

interface Resolved {
  readonly desired: DesiredState;
  /** Names that stand for nobody, or for several; those stay as they are. */
  readonly findings: readonly PreflightFinding[];
}

/**
 * What is declared, with application ids in place of the display names of service principals: answers know ids alone, so
 * that a grant by name would differ for ever. Each name is looked up once; without one nothing is asked.
 * @throws what the client throws, but for a refusal to look
 */
export async function resolvePrincipals(
  client: Pick<WorkspaceClient, 'servicePrincipals'>,
  desired: DesiredState,
  call: CallOptions = {},
): Promise<Resolved> {
  const { endpoints, scopes = [] } = desired;
  const grants: Grants = [...endpoints, ...scopes].flatMap(({ permissions = [] }) => permissions);
  const names = [...new Set(grants.flatMap((grant) => displayName(grant) ?? []))];
  if (names.length === 0) return { desired, findings: [] };
  const ids = new Map(
    await mapPooled(names, readsAtOnce, async (name) => [name, await lookUp(client, name, call)] as const),
  );
  const withIds = <Document extends { readonly permissions?: Grants | undefined }>(document: Document) =>
    document.permissions?.some(displayName)
      ? { ...document, permissions: document.permissions.map((grant) => withId(grant, ids)) }
      : document;
  const findingsOf = (place: Partial<PreflightFinding>, permissions: Grants = []) =>
    permissions.flatMap((grant, index): readonly PreflightFinding[] => {
      const found = ids.get(displayName(grant) ?? '');
      if (found === undefined || typeof found === 'string') return [];
      return [{ ...place, ...found, path: ['permissions', index, 'service_principal_name'] }];
    });
  return {
    desired: { ...desired, endpoints: endpoints.map(withIds), scopes: scopes.map(withIds) },
    findings: [
      ...endpoints.flatMap(({ name, permissions }) => findingsOf({ endpoint: name }, permissions)),
      ...scopes.flatMap(({ scope, permissions }) => findingsOf({ scope }, permissions)),
    ],
  };
}

type Fault = Pick<PreflightFinding, 'code' | 'severity' | 'message' | 'hint'>;

const displayName = ({ service_principal_name: name }: Grants[number]): string | undefined =>
  name === undefined || isApplicationId(name) ? undefined : name;

function withId<Grant extends Grants[number]>(grant: Grant, ids: ReadonlyMap<string, string | Fault>): Grant {
  const id = ids.get(displayName(grant) ?? '');
  return typeof id === 'string' ? { ...grant, service_principal_name: id } : grant;
}

async function lookUp(
  client: Pick<WorkspaceClient, 'servicePrincipals'>,
  name: string,
  call: CallOptions,
): Promise<string | Fault> {
  try {
    return await applicationIdOf(client, name, call);
  } catch (error) {
    if (error instanceof ApiError && error.exitCode === ExitCode.auth) {
      return {
        code: 'principal-unreadable',
        severity: 'error',
        message: `the application id of the service principal '${name}' could not be looked up: ${error.message}`,
        hint: 'give its application id in place of its name',
      };
    }
    if (!(error instanceof ServectlError)) throw error;
    const code = codes[error.code];
    if (code === undefined) throw error;
    const { message, hint } = error;
    return { code, severity: 'error', message, ...(hint !== undefined && { hint }) };
  }
}

const codes: Readonly<Record<string, string>> = {
  PRINCIPAL_NOT_FOUND: 'principal-unknown',
  PRINCIPAL_AMBIGUOUS: 'principal-ambiguous',
};
