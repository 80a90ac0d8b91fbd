import type { BuiltinModel } from '../options.ts';

/**
 * What is kept of an endpoint: one settled form, whichever form the request had. The answers are written from it
 * (`src/local/endpoints/answer.ts`), so nothing here is what a client sees.
 */
export interface EndpointRecord {
  /** Opaque; new for each endpoint, so that a name that is used again does not inherit permissions. */
  readonly id: string;
  readonly name: string;
  readonly creator: string;
  /** Milliseconds since the epoch, like every `…_timestamp` here. */
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description: string;
  readonly route_optimized: boolean;
  readonly budget_policy_id?: string;
  readonly tags: readonly TagRecord[];
  readonly ai_gateway?: AiGatewayRecord;
  /** The deprecated limits beside `ai_gateway`: enforced, never echoed by GET. */
  readonly rate_limits?: readonly RateLimitRecord[];
  readonly email_notifications?: Readonly<Record<string, unknown>>;
  readonly telemetry_config?: TelemetryRecord;
  readonly uc_system_metrics_export_state?: string;
  /** Set on an endpoint that the workspace itself provides: which of its models answers. */
  readonly builtin?: BuiltinModel;
  /** Set on an endpoint that was made through `/pt`: its commitments, maybe none. */
  readonly commitments?: readonly CommitmentRecord[];
  /** Serving now. Absent until a first deployment succeeded. */
  readonly config?: ConfigRecord;
  /** Being deployed, or, after a failure, what could not be deployed. */
  readonly pending?: PendingRecord;
  readonly config_update: ConfigUpdate;
  /** Stopped by `config:stop`; invocations are refused until it is started. */
  readonly stopped: boolean;
  /** The highest config version ever given out. */
  readonly last_config_version: number;
}

type ConfigUpdate = 'NOT_UPDATING' | 'IN_PROGRESS' | 'UPDATE_FAILED' | 'UPDATE_CANCELED';

export interface TagRecord {
  readonly key: string;
  readonly value?: string;
}

export interface RateLimitRecord {
  readonly calls?: number;
  readonly tokens?: number;
  /** `endpoint` (default), `user`, `user_group`, `service_principal`. */
  readonly key?: string;
  readonly principal?: string;
  readonly renewal_period: string;
}

/** As it was put; blocks that this workspace does not act on are kept for the answers. */
export interface AiGatewayRecord {
  readonly rate_limits?: readonly RateLimitRecord[];
  readonly fallback_config?: { readonly enabled: boolean };
  readonly usage_tracking_config?: Readonly<Record<string, unknown>>;
  readonly inference_table_config?: Readonly<Record<string, unknown>>;
  readonly guardrails?: Readonly<Record<string, unknown>>;
}

export interface TelemetryRecord {
  readonly telemetry_profile_id: string;
  readonly inference_table_config?: Readonly<Record<string, unknown>>;
  readonly enabled_telemetry_features?: readonly string[];
}

/** A provisioned-throughput commitment, as it is answered. */
export interface CommitmentRecord {
  readonly id: string;
  readonly provisioned_model_units: number;
  readonly term: string;
  readonly start_time: number;
  readonly expire_time: number;
  readonly status: 'ACTIVE' | 'EXPIRED';
  readonly auto_renew: boolean;
  readonly auto_renew_editable: boolean;
}

export interface ConfigRecord {
  readonly config_version: number;
  readonly served_entities: readonly EntityRecord[];
  readonly routes: readonly RouteRecord[];
  readonly auto_capture_config?: Readonly<Record<string, unknown>>;
}

export interface PendingRecord extends ConfigRecord {
  readonly start_time: number;
  /** By the clock; absent where the next look settles it. */
  readonly settles_at?: number;
  /** Instant deployments: how many looks have seen IN_PROGRESS. */
  readonly seen: number;
  /** Entities whose deployment is going to fail, or has failed, with the reason: decided when it started, so that any process settles it alike. */
  readonly failures?: Readonly<Record<string, string>>;
}

export interface RouteRecord {
  readonly served_entity_name: string;
  /** 0–100; an entity with 0 is a target for fallback alone. */
  readonly traffic_percentage: number;
}

export interface EntityRecord {
  readonly name: string;
  readonly creator: string;
  readonly creation_timestamp: number;
  readonly entity_name?: string;
  readonly entity_version?: string;
  readonly external_model?: ExternalModelRecord;
  readonly environment_vars?: Readonly<Record<string, string>>;
  /** Workload, concurrency and throughput fields, as they are echoed. */
  readonly sizing: Readonly<Record<string, string | number | boolean>>;
  readonly deployment: DeploymentState;
  readonly deployment_state_message: string;
}

type DeploymentState =
  | 'DEPLOYMENT_CREATING'
  | 'DEPLOYMENT_READY'
  | 'DEPLOYMENT_RECOVERING'
  | 'DEPLOYMENT_FAILED'
  | 'DEPLOYMENT_ABORTED';

export interface ExternalModelRecord {
  readonly name: string;
  readonly provider: string;
  readonly task: string;
  /**
   * `openai_config`, `custom_provider_config`, … as sent, but for every `*_plaintext` value, which is sealed
   * (`Vault.open` gives it back).
   */
  readonly [providerConfig: string]: unknown;
}
