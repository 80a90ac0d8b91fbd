import { isReady } from '../lifecycle.ts';
import type { ConfigRecord, EndpointRecord, EntityRecord, PendingRecord } from '../store/records.ts';
import { builtinCatalog } from './builtins.ts';
import { echoExternalModel } from './external-model.ts';
import { sortedTags } from './tags.ts';

type Json = Readonly<Record<string, unknown>>;

/** What calls on one endpoint answer. `origin` is where the client reached the workspace. */
export function detailedAnswer(endpoint: EndpointRecord, origin: string): Json {
  const fallback = endpoint.ai_gateway?.fallback_config?.enabled === true;
  return {
    ...commonAnswer(endpoint),
    ...(endpoint.config && {
      config: configAnswer(endpoint.config, { fallback, builtin: endpoint.builtin }),
    }),
    ...(endpoint.pending && { pending_config: pendingAnswer(endpoint.pending, fallback) }),
    permission_level: 'CAN_MANAGE',
    route_optimized: endpoint.route_optimized,
    ...(endpoint.email_notifications && { email_notifications: endpoint.email_notifications }),
    ...(endpoint.route_optimized && dataPlane(endpoint, origin)),
  };
}

/** A row of the list: no traffic, no pending config, and of each entity only what it is. */
export function rowAnswer(endpoint: EndpointRecord): Json {
  const entities = byName(endpoint.config?.served_entities ?? []);
  return {
    ...commonAnswer(endpoint),
    ...(endpoint.config && {
      config: {
        served_entities: entities.map(({ external_model: model, ...entity }) => ({
          name: entity.name,
          ...(model
            ? { external_model: { name: model.name, provider: model.provider, task: model.task } }
            : identity(entity, endpoint.builtin)),
        })),
        served_models: entities.map(({ name, entity_name, entity_version }) => ({
          name,
          ...(entity_name !== undefined && { model_name: entity_name }),
          ...(entity_version !== undefined && { model_version: entity_version }),
        })),
      },
    }),
  };
}

/** `budget_policy_id` and the deprecated `rate_limits` are taken and never told again. */
function commonAnswer(endpoint: EndpointRecord): Json {
  const task = taskOf(endpoint);
  const type = typeOf(endpoint);
  return {
    id: endpoint.id,
    name: endpoint.name,
    creator: endpoint.creator,
    creation_timestamp: endpoint.creation_timestamp,
    last_updated_timestamp: endpoint.last_updated_timestamp,
    description: endpoint.description,
    state: stateAnswer(endpoint),
    ...(endpoint.tags.length > 0 && { tags: sortedTags(endpoint.tags) }),
    ...(task !== undefined && { task }),
    // Left out where it isn't known: `null` breaks langchain-community's `Databricks`.
    ...(type !== undefined && { endpoint_type: type }),
    ...(endpoint.ai_gateway && { ai_gateway: gatewayAnswer(endpoint) }),
    ...(endpoint.telemetry_config && { telemetry_config: endpoint.telemetry_config }),
    ...(endpoint.uc_system_metrics_export_state !== undefined && {
      uc_system_metrics_export_state: endpoint.uc_system_metrics_export_state,
    }),
    ...(endpoint.budget_policy_id !== undefined && {
      effective_budget_policy_id: endpoint.budget_policy_id,
    }),
  };
}

function stateAnswer(endpoint: EndpointRecord): Json {
  return {
    ready: isReady(endpoint) ? 'READY' : 'NOT_READY',
    config_update: endpoint.config_update,
    ...(endpoint.stopped && endpoint.config_update === 'NOT_UPDATING' && { suspend: 'STOPPED' }),
    ...(endpoint.commitments?.length && { pt_state: { commitments: endpoint.commitments } }),
  };
}

/** The service fills in what an endpoint with provisioned throughput leaves out of its gateway (Terraform provider docs). */
export function gatewayAnswer({ ai_gateway: gateway, commitments }: EndpointRecord): Json {
  if (!gateway || !commitments) return { ...gateway };
  const input = gateway.guardrails?.['input'] as Json | undefined;
  return {
    ...gateway,
    usage_tracking_config: { enabled: false, ...gateway.usage_tracking_config },
    ...(input && {
      guardrails: { ...gateway.guardrails, input: { pii: { behavior: 'NONE' }, ...input } },
    }),
  };
}

interface ConfigContext {
  readonly fallback: boolean;
  readonly builtin?: EndpointRecord['builtin'];
}

function configAnswer(config: ConfigRecord, { fallback, builtin }: ConfigContext): Json {
  // Real answers don't keep the order of the request (observed: terraform-provider-databricks#5185); for fallback it has a meaning.
  const entities = fallback ? config.served_entities : byName(config.served_entities);
  return {
    served_entities: entities.map((entity) => entityAnswer(entity, builtin)),
    served_models: entities.map(servedModelAnswer),
    traffic_config: {
      routes: config.routes.map(({ served_entity_name, traffic_percentage }) => ({
        served_model_name: served_entity_name,
        served_entity_name,
        traffic_percentage,
      })),
    },
    ...(config.auto_capture_config && {
      auto_capture_config: captureAnswer(config.auto_capture_config),
    }),
    config_version: config.config_version,
  };
}

const pendingAnswer = (pending: PendingRecord, fallback: boolean): Json => ({
  start_time: pending.start_time,
  ...configAnswer(pending, { fallback }),
});

function captureAnswer(capture: Json): Json {
  const name = `${String(capture['table_name_prefix'])}_payload`;
  return {
    ...capture,
    state: { payload_table: { name, status: 'UNKNOWN', status_message: 'No tables in a local workspace.' } },
  };
}

function entityAnswer(entity: EntityRecord, builtin: EndpointRecord['builtin']): Json {
  return {
    name: entity.name,
    ...identity(entity, builtin),
    ...entity.sizing,
    ...(entity.environment_vars && { environment_vars: entity.environment_vars }),
    ...madeAnswer(entity),
  };
}

/** The same thing in the older words. */
function servedModelAnswer(entity: EntityRecord): Json {
  return {
    name: entity.name,
    ...(entity.entity_name !== undefined && { model_name: entity.entity_name }),
    ...(entity.entity_version !== undefined && { model_version: entity.entity_version }),
    ...entity.sizing,
    ...(entity.environment_vars && { environment_vars: entity.environment_vars }),
    ...madeAnswer(entity),
  };
}

function identity(entity: EntityRecord, builtin: EndpointRecord['builtin']): Json {
  if (entity.external_model) return { external_model: echoExternalModel(entity.external_model) };
  return {
    ...(entity.entity_name !== undefined && { entity_name: entity.entity_name }),
    ...(entity.entity_version !== undefined && { entity_version: entity.entity_version }),
    ...(builtin && { foundation_model: builtinCatalog[builtin].foundation_model }),
  };
}

const madeAnswer = (entity: EntityRecord): Json => ({
  creator: entity.creator,
  creation_timestamp: entity.creation_timestamp,
  state: {
    deployment: entity.deployment,
    deployment_state_message: entity.deployment_state_message,
  },
});

const byName = (entities: readonly EntityRecord[]): readonly EntityRecord[] =>
  entities.toSorted((one, other) => (one.name < other.name ? -1 : 1));

const entitiesOf = ({ config, pending }: EndpointRecord): readonly EntityRecord[] =>
  (config ?? pending)?.served_entities ?? [];

/** What the endpoint's models do; custom models don't say. */
export function taskOf(endpoint: EndpointRecord): string | undefined {
  if (endpoint.builtin) return builtinCatalog[endpoint.builtin].task;
  return entitiesOf(endpoint)[0]?.external_model?.task;
}

function typeOf(endpoint: EndpointRecord): string | undefined {
  if (endpoint.builtin) return 'FOUNDATION_MODEL_API';
  const [first] = entitiesOf(endpoint);
  if (first?.external_model) return 'EXTERNAL_MODEL';
  return first?.entity_name?.split('.').length === 3 ? 'UNITY_CATALOG_MODEL' : undefined;
}

/** A route-optimised endpoint has an address of its own; here it is the ordinary one. */
function dataPlane(endpoint: EndpointRecord, origin: string): Json {
  const endpoint_url = `${origin}/serving-endpoints/${endpoint.name}/invocations`;
  const authorization_details = JSON.stringify([
    {
      type: 'workspace_permission',
      object_type: 'serving-endpoints',
      object_path: `/serving-endpoints/${endpoint.id}`,
      actions: ['query_inference_endpoint'],
    },
  ]);
  return { endpoint_url, data_plane_info: { query_info: { endpoint_url, authorization_details } } };
}
