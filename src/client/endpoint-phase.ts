import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';

/**
 * What an endpoint is doing:
 * `updating`: a config is being deployed; `failed`: the last deployment failed or was cancelled, an older config may
 * still serve; `ready`: it serves; `stopped`; `empty`: it has no config to serve; `starting`: none of these, yet.
 */
export type EndpointPhase = 'updating' | 'failed' | 'ready' | 'stopped' | 'empty' | 'starting';

type State = NonNullable<ServingEndpointDetailed['state']>;

/** The state of the last config update. Older answers call the key `update_state`; a missing one is still settling. */
export function configUpdateOf(state: State | undefined): string | undefined {
  if (state?.config_update !== undefined) return state.config_update;
  const older = state?.['update_state'];
  return typeof older === 'string' ? older : undefined;
}

/** Reads `config_update` before `ready`: an endpoint keeps serving its old config while, and after, a new one fails. */
export function phaseOf(
  endpoint: Pick<ServingEndpointDetailed, 'state' | 'config' | 'pending_config'>,
): EndpointPhase {
  const { state, config, pending_config: pending } = endpoint;
  switch (configUpdateOf(state)) {
    case 'IN_PROGRESS':
      return 'updating';
    case 'UPDATE_FAILED':
    case 'UPDATE_CANCELED':
      return 'failed';
    case 'NOT_UPDATING':
      break;
    default:
      return 'starting';
  }
  if (state?.suspend === 'STOPPED') return 'stopped';
  if (state?.ready === 'READY') return 'ready';
  const served = pending ?? config;
  const isEmpty = (served?.served_entities ?? served?.served_models ?? []).length === 0;
  return isEmpty ? 'empty' : 'starting';
}
