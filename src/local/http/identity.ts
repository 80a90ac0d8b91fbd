import { createHash } from 'node:crypto';
import type { ControlServices } from '../services.ts';
import { ApiFault } from './api-fault.ts';
import type { LocalApp } from './app.ts';

const scim = '/api/2.0/preview/scim/v2';

/** Who the caller is, and who others are, as SCIM tells it. */
export function mountIdentity(app: LocalApp, { options: { oauth } }: ControlServices): void {
  app.get(`${scim}/Me`, (c) => {
    const { name, kind } = c.get('caller');
    return c.json({
      schemas: [`urn:ietf:params:scim:schemas:core:2.0:${kind === 'user' ? 'User' : 'ServicePrincipal'}`],
      id: '1',
      userName: name,
      displayName: name,
      active: true,
      ...(kind === 'user'
        ? { emails: [{ type: 'work', value: name, primary: true }] }
        : { applicationId: name }),
      groups: ['users', 'admins'].map((group) => ({ display: group, type: 'direct', value: group })),
    });
  });

  // Users and groups need not exist here to be granted something, so a service principal of any name is there too.
  app.get(`${scim}/ServicePrincipals`, (c) => {
    const displayName = filteredName(c.req.query('filter'));
    const applicationId = displayName === oauth?.clientId ? displayName : applicationIdOf(displayName);
    return c.json({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 1,
      startIndex: 1,
      itemsPerPage: 1,
      Resources: [{ id: applicationId, applicationId, displayName, active: true }],
    });
  });
}

/** The one filter that is understood: `displayName eq "…"`. */
function filteredName(filter = ''): string {
  const quoted = /^displayName eq (".*")$/s.exec(filter)?.[1];
  try {
    const name: unknown = JSON.parse(quoted ?? '');
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // Told below.
  }
  throw new ApiFault(
    400,
    'INVALID_PARAMETER_VALUE',
    `The local workspace lists service principals by 'displayName eq "NAME"' alone.`,
  );
}

/** The same UUID for the same name, always. */
function applicationIdOf(displayName: string): string {
  const hex = createHash('sha256').update(displayName).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
