import type { FieldPolicy } from './policy-row.ts';
import { defaultPolicies } from './policies/defaults.ts';
import { fixedPolicies } from './policies/fixed.ts';
import { notReturnedPolicies } from './policies/not-returned.ts';
import { permissionPolicies } from './policies/permissions.ts';
import { serverOwnedPolicies } from './policies/server-owned.ts';
import { spellingPolicies } from './policies/spelling.ts';
import { undeclaredPolicies } from './policies/undeclared.ts';

/**
 * Every field of an endpoint that is not compared as it stands, and why. Of the rows that hold for a difference the
 * first decides; a difference for which none holds is a change.
 */
export const fieldPolicies: readonly FieldPolicy[] = [
  // First: an empty text of the service's own is the service's own before it is empty.
  ...serverOwnedPolicies,
  ...spellingPolicies,
  ...undeclaredPolicies,
  ...notReturnedPolicies,
  ...defaultPolicies,
  ...fixedPolicies,
  ...permissionPolicies,
];
