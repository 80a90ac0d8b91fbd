import type { ConfigDraft } from './endpoints/config.ts';
import type { LocalWorkspaceOptions } from './options.ts';
import type { ConfigRecord, EndpointRecord, EntityRecord, PendingRecord } from './store/records.ts';

/** What a deployment depends on beside its config. */
export type DeploymentRules = Pick<LocalWorkspaceOptions, 'deployment' | 'failDeployments'>;

/** The endpoint with `draft` on its way: IN_PROGRESS, with a new config version, while what it served goes on serving. */
export function startDeployment(
  endpoint: EndpointRecord,
  draft: ConfigDraft,
  rules: DeploymentRules,
  now: number,
): EndpointRecord {
  const version = endpoint.last_config_version + 1;
  const pending: PendingRecord = {
    ...draft,
    served_entities: draft.served_entities.map((entity) => ({
      ...entity,
      deployment: 'DEPLOYMENT_CREATING',
      deployment_state_message: '',
    })),
    config_version: version,
    start_time: now,
    seen: 0,
    ...(typeof rules.deployment === 'number' && { settles_at: now + rules.deployment }),
    failures: failuresOf(endpoint.name, draft.served_entities, rules),
  };
  return {
    ...endpoint,
    pending,
    config_update: 'IN_PROGRESS',
    last_config_version: version,
    last_updated_timestamp: now,
  };
}

/** Decided at the start and kept with the config, so that the process that settles the deployment need not know the rules. */
function failuresOf(
  endpoint: string,
  entities: readonly EntityRecord[],
  { failDeployments }: DeploymentRules,
): Readonly<Record<string, string>> {
  const failures = entities.map(({ name, entity_name, entity_version }) => [
    name,
    failDeployments?.({
      endpoint,
      entity: name,
      ...(entity_name !== undefined && { entity_name }),
      ...(entity_version !== undefined && { entity_version }),
    }),
  ]);
  return Object.fromEntries(failures.filter(([, reason]) => reason !== undefined)) as Record<string, string>;
}

/**
 * The endpoint after someone looked at it. A deployment with a time settles once that has passed; an instant one is seen
 * IN_PROGRESS by the first look and settled by the second, so that whoever polls meets both, and nothing waits.
 * Gives back the same object where nothing changed.
 */
export function look(endpoint: EndpointRecord, now: number): EndpointRecord {
  const { pending, config_update } = endpoint;
  if (!pending || config_update !== 'IN_PROGRESS') return endpoint;
  if (pending.settles_at !== undefined)
    return now < pending.settles_at ? endpoint : settle(endpoint, pending);
  if (pending.seen > 0) return settle(endpoint, pending);
  return { ...endpoint, pending: { ...pending, seen: pending.seen + 1 } };
}

/** As `look`, by an invocation: an instant deployment does not keep it waiting. */
export function settleForInvocation(endpoint: EndpointRecord, now: number): EndpointRecord {
  const { pending, config_update } = endpoint;
  if (!pending || config_update !== 'IN_PROGRESS') return endpoint;
  if (pending.settles_at !== undefined && now < pending.settles_at) return endpoint;
  return settle(endpoint, pending);
}

function settle(endpoint: EndpointRecord, pending: PendingRecord): EndpointRecord {
  const failures = pending.failures ?? {};
  if (Object.keys(failures).length > 0) {
    return {
      ...endpoint,
      pending: {
        ...pending,
        served_entities: pending.served_entities.map((entity) => failed(entity, failures)),
      },
      config_update: 'UPDATE_FAILED',
    };
  }
  return activate(endpoint, pending);
}

/** The endpoint with `config` serving, and nothing pending. */
export function activate(endpoint: EndpointRecord, config: ConfigRecord): EndpointRecord {
  const settled: { -readonly [Key in keyof EndpointRecord]: EndpointRecord[Key] } = { ...endpoint };
  delete settled.pending;
  return {
    ...settled,
    config: ready(config),
    config_update: 'NOT_UPDATING',
    stopped: false,
    last_config_version: config.config_version,
  };
}

/** All or nothing: the other entities of an update that fails are given up. */
function failed(entity: EntityRecord, failures: Readonly<Record<string, string>>): EntityRecord {
  const reason = failures[entity.name];
  return reason === undefined
    ? {
        ...entity,
        deployment: 'DEPLOYMENT_ABORTED',
        deployment_state_message: 'Aborted because another served entity of the update failed.',
      }
    : { ...entity, deployment: 'DEPLOYMENT_FAILED', deployment_state_message: reason };
}

function ready({ config_version, served_entities, routes, auto_capture_config }: ConfigRecord): ConfigRecord {
  return {
    config_version,
    served_entities: served_entities.map((entity) => ({
      ...entity,
      deployment: 'DEPLOYMENT_READY',
      deployment_state_message: '',
    })),
    routes,
    ...(auto_capture_config && { auto_capture_config }),
  };
}

/** Whether requests are served: there is a config, and it is not stopped. */
export const isReady = (endpoint: EndpointRecord): boolean =>
  endpoint.config !== undefined && !endpoint.stopped;
