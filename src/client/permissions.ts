import type { ServingEndpointPermissionsRequest } from '#schemas/api/permissions.ts';
import { path } from '../http/path.ts';
import { type Api, type CallOptions, get, patch, put } from './call.ts';

const permissions = async () => (await import('./answer-schemas.ts')).ServingEndpointPermissions;
const levels = async () => (await import('./answer-schemas.ts')).PermissionLevels;

/** Who may do what with an endpoint. `id` is the endpoint's `id`, not its name: permissions hang on the id. */
export const permissionsClient = (api: Api) => ({
  get: async (id: string, options?: CallOptions) =>
    api.json(permissions, get(path`/api/2.0/permissions/serving-endpoints/${id}`), options),

  /** Replaces every direct grant; an empty list deletes them all, the caller's own too. */
  set: async (id: string, body: ServingEndpointPermissionsRequest, options?: CallOptions) =>
    api.json(permissions, put(path`/api/2.0/permissions/serving-endpoints/${id}`, body), options),

  /** Adds grants to those there are. */
  update: async (id: string, body: ServingEndpointPermissionsRequest, options?: CallOptions) =>
    api.json(permissions, patch(path`/api/2.0/permissions/serving-endpoints/${id}`, body), options),

  levels: async (id: string, options?: CallOptions) =>
    api.json(levels, get(path`/api/2.0/permissions/serving-endpoints/${id}/permissionLevels`), options),
});

export type PermissionsClient = ReturnType<typeof permissionsClient>;
