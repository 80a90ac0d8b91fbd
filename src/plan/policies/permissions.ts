import type { FieldPolicy } from '../policy-row.ts';
import { ourOwn, terraformDocs } from './sources.ts';

/** A grant that comes from a parent object; the endpoint's own list can't change it. */
const inheritedGrant: FieldPolicy = {
  id: 'inherited-grant',
  path: 'permissions[*].**',
  kind: 'server-owned',
  why: 'it is inherited from a parent object',
  source: terraformDocs,
};

/** Setting permissions replaces them all, so that who applies could lock itself out. */
export const ownGrant: FieldPolicy = {
  id: 'own-grant',
  path: 'permissions[*].**',
  kind: 'undeclared',
  why: 'who applies the manifest keeps CAN_MANAGE',
  source: ourOwn,
};

/** The same of a secret scope, whose creator gets MANAGE. */
export const ownAcl: FieldPolicy = {
  id: 'own-acl',
  path: 'permissions[*].**',
  kind: 'undeclared',
  why: 'who applies the manifest keeps MANAGE',
  source: ourOwn,
};

/** How grants are compared; `plan-permissions.ts` applies these rows itself. */
export const permissionPolicies: readonly FieldPolicy[] = [inheritedGrant, ownGrant];
