import { message, text, type Decoded } from '../decode.ts';
import { requireScope, requireScopeName } from '../secrets/scopes.ts';
import type { ControlServices } from '../services.ts';
import type { ScopeRecord } from '../store/store.ts';
import { alreadyExists, ApiFault, invalidParameter } from './api-fault.ts';
import type { LocalApp } from './app.ts';
import { readBody } from './body.ts';

export const secretsPath = '/api/2.0/secrets';

const mostScopes = 1000;

const createScope = message({
  scope: text,
  scope_backend_type: text,
  backend_azure_keyvault: message({ resource_id: text, dns_name: text, tenant_id: text }),
  initial_manage_principal: text,
});

const deleteScope = message({ scope: text });

/** create, list and delete scopes */
export function mountSecretScopes(app: LocalApp, { store }: ControlServices): void {
  app.post(`${secretsPath}/scopes/create`, async (c) => {
    const request = await readBody(c, createScope);
    const scope = readScope(request);
    const { initial_manage_principal: initial } = request;
    if (initial !== undefined && initial !== 'users') {
      throw invalidParameter("The only supported principal for initial_manage_principal is 'users'.");
    }
    store.transaction(() => {
      if (store.secrets.scope(scope.name)) throw alreadyExists(`Scope ${scope.name} already exists!`);
      if (store.secrets.scopes().length >= mostScopes) throw limitExceeded('scopes', mostScopes);
      store.secrets.putScope(scope);
      store.secrets.putAcl(scope.name, {
        principal: initial ?? c.get('caller').name,
        permission: 'MANAGE',
      });
    });
    return c.json({});
  });

  app.get(`${secretsPath}/scopes/list`, (c) => {
    const scopes = store.secrets.scopes();
    return c.json(scopes.length > 0 ? { scopes } : {});
  });

  app.post(`${secretsPath}/scopes/delete`, async (c) => {
    const request = await readBody(c, deleteScope);
    store.transaction(() => {
      store.secrets.deleteScope(requireScope(store, request.scope).name);
    });
    return c.json({});
  });
}

function readScope(request: Decoded<typeof createScope>): ScopeRecord {
  const name = requireScopeName(request.scope);
  const { scope_backend_type: backend = 'DATABRICKS', backend_azure_keyvault: vault } = request;
  switch (backend) {
    case 'DATABRICKS':
      return { name, backend_type: backend };
    case 'AZURE_KEYVAULT':
      // A real workspace asks Azure whether the caller may use the vault; here nobody can.
      if (vault)
        throw new ApiFault(403, 'UNAUTHENTICATED', 'A local workspace has no access to Azure Key Vault.');
      throw invalidParameter('Scope with Azure KeyVault must have AzureKeyVaultSecretScopeMetadata defined!');
    default:
      throw invalidParameter(
        `'${backend}' is not a scope backend type. Supported: DATABRICKS, AZURE_KEYVAULT.`,
      );
  }
}

export const limitExceeded = (what: string, most: number): ApiFault =>
  new ApiFault(400, 'RESOURCE_LIMIT_EXCEEDED', `The maximum number of ${what}, ${most}, is reached.`);
