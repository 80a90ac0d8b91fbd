import type { CreateScope, PutAcl, PutSecret } from '#schemas/api/secrets.ts';
import { withQuery } from '../http/path.ts';
import { type Api, type CallOptions, get, post } from './call.ts';

const scopes = async () => (await import('./answer-schemas.ts')).ListScopesResponse;
const secrets = async () => (await import('./answer-schemas.ts')).ListSecretsResponse;
const secret = async () => (await import('./answer-schemas.ts')).GetSecretResponse;
const acl = async () => (await import('./answer-schemas.ts')).AclItem;
const acls = async () => (await import('./answer-schemas.ts')).ListAclsResponse;

/** Secret scopes, secrets and who may read them. Every change is a POST, deletion too. */
export const secretsClient = (api: Api) => ({
  createScope: (body: CreateScope, options?: CallOptions) =>
    api.empty(post('/api/2.0/secrets/scopes/create', body), options),

  listScopes: async (options?: CallOptions) =>
    (await api.json(scopes, get('/api/2.0/secrets/scopes/list'), options)).scopes ?? [],

  /** Its secrets and ACLs go with it. */
  deleteScope: (scope: string, options?: CallOptions) =>
    api.empty(post('/api/2.0/secrets/scopes/delete', { scope }), options),

  /** Overwrites silently. Exactly one of `string_value` and `bytes_value` (base64). */
  put: (body: PutSecret, options?: CallOptions) => api.empty(post('/api/2.0/secrets/put', body), options),

  /** Keys and when they were last written; never values. */
  list: async (scope: string, options?: CallOptions) =>
    (await api.json(secrets, get(withQuery('/api/2.0/secrets/list', { scope })), options)).secrets ?? [],

  /** `value` is base64. A workspace may refuse this outside notebooks. */
  get: (scope: string, key: string, options?: CallOptions) =>
    api.json(secret, get(withQuery('/api/2.0/secrets/get', { scope, key })), options),

  delete: (scope: string, key: string, options?: CallOptions) =>
    api.empty(post('/api/2.0/secrets/delete', { scope, key }), options),

  /** ACL writes must not run in parallel: the service then answers inconsistently. */
  putAcl: (body: PutAcl, options?: CallOptions) =>
    api.empty(post('/api/2.0/secrets/acls/put', body), options),

  getAcl: (scope: string, principal: string, options?: CallOptions) =>
    api.json(acl, get(withQuery('/api/2.0/secrets/acls/get', { scope, principal })), options),

  listAcls: async (scope: string, options?: CallOptions) =>
    (await api.json(acls, get(withQuery('/api/2.0/secrets/acls/list', { scope })), options)).items ?? [],

  deleteAcl: (scope: string, principal: string, options?: CallOptions) =>
    api.empty(post('/api/2.0/secrets/acls/delete', { scope, principal }), options),
});

export type SecretsClient = ReturnType<typeof secretsClient>;
