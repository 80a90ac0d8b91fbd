import type { LocalApp } from './app.ts';

/** Who the caller is, as SCIM tells it. */
export function mountIdentity(app: LocalApp): void {
  app.get('/api/2.0/preview/scim/v2/Me', (c) => {
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
}
