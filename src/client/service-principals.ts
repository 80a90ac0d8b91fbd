import { withQuery } from '../http/path.ts';
import { type Api, type CallOptions, get } from './call.ts';

/** A machine identity of the workspace, of which only what names it is read. */
export interface ServicePrincipal {
  /** A UUID: what permissions call its name, and what it signs in with. */
  readonly applicationId: string;
}

const servicePrincipals = '/api/2.0/preview/scim/v2/ServicePrincipals';

export const servicePrincipalsClient = (api: Api) => ({
  /** Those of a display name, which need not be unique. */
  named: async (displayName: string, options?: CallOptions): Promise<readonly ServicePrincipal[]> => {
    // A SCIM filter quotes as JSON does (RFC 7644, section 3.4.2.2).
    const query = { filter: `displayName eq ${JSON.stringify(displayName)}`, attributes: 'applicationId' };
    const answer = await api.unknown(get(withQuery(servicePrincipals, query)), options);
    return resourcesOf(answer).flatMap((resource) => {
      const applicationId = fieldOf(resource, 'applicationId');
      return typeof applicationId === 'string' ? [{ applicationId }] : [];
    });
  },
});

export type ServicePrincipalsClient = ReturnType<typeof servicePrincipalsClient>;

/** SCIM leaves the list out where nothing matches. */
function resourcesOf(answer: unknown): readonly unknown[] {
  const resources = fieldOf(answer, 'Resources');
  return Array.isArray(resources) ? resources : [];
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
