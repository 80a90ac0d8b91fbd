import { deleteEndpoints, deleteSecrets } from './plan-deletes.ts';
import { declaredSecrets, scopeId } from './plan-secrets.ts';
import { planHead, type PlanInput } from './plan.ts';
import type { Plan } from './types.ts';

/** Takes away what the manifests declare: endpoints first, then the secrets that they read, then emptied scopes. */
export function planDestroy({ desired, actual, options }: PlanInput): Plan {
  const endpoints = deleteEndpoints(desired, actual, options);
  const ownScopes = new Set((desired.scopes ?? []).map(({ scope }) => scopeId(scope)));
  const after = endpoints.map(({ id }) => id);
  return {
    ...planHead('destroy', options),
    entries: [...endpoints, ...deleteSecrets(declaredSecrets(desired), ownScopes, actual, options, after)],
  };
}
