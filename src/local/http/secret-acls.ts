import { message, text } from '../decode.ts';
import { requireField, requireScope } from '../secrets/scopes.ts';
import type { ControlServices } from '../services.ts';
import { doesNotExist, invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { readBody } from './body.ts';
import { secretsPath } from './secret-scopes.ts';

const permissions = ['READ', 'WRITE', 'MANAGE'];

const putAcl = message({ scope: text, principal: text, permission: text });
const deleteAcl = message({ scope: text, principal: text });

/** put, get, list and delete the grants on a scope */
export function mountSecretAcls(app: LocalApp, { store }: ControlServices): void {
  app.post(`${secretsPath}/acls/put`, async (c) => {
    const request = await readBody(c, putAcl);
    const principal = requireField(request.principal, 'principal');
    const permission = requireField(request.permission, 'permission');
    if (!permissions.includes(permission)) {
      throw invalidParameter(
        `'${permission}' is not a permission on scopes. Supported: ${permissions.join(', ')}.`,
      );
    }
    store.transaction(() => {
      store.secrets.putAcl(requireScope(store, request.scope).name, { principal, permission });
    });
    return c.json({});
  });

  app.get(`${secretsPath}/acls/get`, (c) => {
    const { name } = requireScope(store, c.req.query('scope'));
    const principal = requireField(c.req.query('principal'), 'principal');
    const acl = store.secrets.acl(name, principal);
    if (!acl) throw missingAcl(name, principal);
    return c.json({ ...acl });
  });

  app.get(`${secretsPath}/acls/list`, (c) => {
    const { name } = requireScope(store, c.req.query('scope'));
    const items = store.secrets.acls(name);
    return c.json(items.length > 0 ? { items } : {});
  });

  app.post(`${secretsPath}/acls/delete`, async (c) => {
    const request = await readBody(c, deleteAcl);
    const principal = requireField(request.principal, 'principal');
    store.transaction(() => {
      const { name } = requireScope(store, request.scope);
      if (!store.secrets.deleteAcl(name, principal)) throw missingAcl(name, principal);
    });
    return c.json({});
  });
}

const missingAcl = (scope: string, principal: string) =>
  doesNotExist(`ACL for principal ${principal} does not exist on scope ${scope}`);
