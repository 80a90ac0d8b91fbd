import type { FoundChange } from './assess.ts';
import type { CallName } from './step.ts';
import type { Change, ChangeEffect, DocumentPath } from './types.ts';

/** The call that carries a part of the document to an endpoint that exists, and when it takes effect. */
const routes: Readonly<Record<string, { readonly call: CallName; readonly effect: ChangeEffect }>> = {
  tags: { call: 'patch-tags', effect: 'instant' },
  email_notifications: { call: 'update-notifications', effect: 'instant' },
  uc_system_metrics_export_state: { call: 'patch-system-metrics-export-state', effect: 'instant' },
  rate_limits: { call: 'put-rate-limits', effect: 'instant' },
  ai_gateway: { call: 'put-ai-gateway', effect: 'instant' },
  config: { call: 'update-config', effect: 'deployment' },
  telemetry_config: { call: 'patch-telemetry-config', effect: 'instant' },
  permissions: { call: 'update-permissions', effect: 'instant' },
};

/** False for what no call can change. */
export const hasCall = (part: string): boolean => Object.hasOwn(routes, part);

/**
 * A change as the plan tells it, with its call.
 * @param permissionsCall the call that the permissions go by: it depends on what all of them change
 */
export function routed(
  found: FoundChange,
  { replaces, permissionsCall }: { readonly replaces: boolean; readonly permissionsCall?: CallName },
): Change {
  const { path, at, from, to, reason, why, part, immutable } = found;
  const route = routes[part];
  const inPlace = (part === 'permissions' ? permissionsCall : undefined) ?? route?.call ?? 'create';
  return {
    path,
    ...(at && { at }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    reason,
    ...(why !== undefined && { why }),
    effect: immutable ? 'replace' : (route?.effect ?? 'replace'),
    call: immutable || replaces ? 'create' : inPlace,
  };
}

/** A place in the form of comparisons as the place in the document: served models of the older form are entities there. */
export function documentPlace(at: DocumentPath, isOlderForm: boolean): DocumentPath {
  if (!isOlderForm || at[0] !== 'config' || at[1] !== 'served_entities') return at;
  const field = at[3];
  const older = field === 'entity_name' ? 'model_name' : field === 'entity_version' ? 'model_version' : field;
  return [
    'config',
    'served_models',
    ...at.slice(2, 3),
    ...(older === undefined ? [] : [older]),
    ...at.slice(4),
  ];
}
