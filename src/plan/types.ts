import type { ServingEndpointPermissions } from '#schemas/api/permissions.ts';
import type { AclItem } from '#schemas/api/secrets.ts';
import type { ServingEndpoint } from '#schemas/api/serving-endpoint.ts';
import type { ServingEndpointDetailed } from '#schemas/api/serving-endpoint-detailed.ts';
import type { EndpointDocument } from '#schemas/manifest/endpoint.ts';
import type { ScopeDocument } from '#schemas/manifest/secret-scope.ts';
import type { SecretCallName, SecretStep } from './secret-step.ts';
import type { CallName, DeleteStep, Step } from './step.ts';

/* What goes in. */

/** Everything that the manifests declare. Documents have passed validation; the order of lists has no meaning. */
export interface DesiredState {
  readonly endpoints: readonly EndpointDocument[];
  /** Scopes that are declared by themselves, as in bundles. A scope that a document's `secrets` name need not be here. */
  readonly scopes?: readonly DesiredScope[];
}

/** A secret scope. That it is there is compared, and its permissions: the API can change nothing else of one. */
export type DesiredScope = ScopeDocument;

/** One endpoint of the workspace, as far as it was looked at. */
export interface LiveEndpoint {
  /** What `get` answered; a row of the list knows too little. */
  readonly endpoint: ServingEndpointDetailed;
  /** Asked for where `needsPermissions` says so. */
  readonly permissions?: ServingEndpointPermissions;
}

/** What the workspace has of all that is declared. Made by the caller, so that planning itself asks nobody. */
export interface ActualState {
  /** By name. A declared endpoint that isn't here doesn't exist. */
  readonly endpoints: ReadonlyMap<string, LiveEndpoint>;
  /** Keys of the secrets by scope, for the scopes that exist. Names of scopes are compared without case. */
  readonly scopes?: ReadonlyMap<string, readonly string[]>;
  /** Who may do what with a scope, by its name in lower case: for those whose permissions are declared, and may be seen. */
  readonly acls?: ReadonlyMap<string, readonly AclItem[]>;
  /** The rows of the list of all endpoints; `prune` needs them. */
  readonly listed?: readonly ServingEndpoint[];
}

export interface PlanOptions {
  /** A digest of a text, such as SHA-256 in hex: what `plan` uses to notice later that a side has moved. */
  readonly hash: (text: string) => string;
  /** False: leave the fingerprints out. Such a plan can't be checked later, and is made faster. */
  readonly fingerprints?: boolean;
  /** Who applies: a user's e-mail address or the application id of a service principal. Keeps CAN_MANAGE. */
  readonly caller?: string;
  /** The value of the ownership tag that every managed endpoint gets. */
  readonly owner?: string;
  /** Delete endpoints that carry the tag of `owner` and are declared no more. */
  readonly prune?: boolean;
  /** Without it a replacement is planned, and blocked. */
  readonly allowReplace?: boolean;
  /** Send values that can't be compared, even where nothing else changes. */
  readonly sendWriteOnly?: boolean;
  /** The address of the workspace, kept in the plan so that it isn't applied to another one. */
  readonly workspace?: string;
  /** Where the documents came from, kept in the plan for people and for a later `apply --plan`. */
  readonly files?: readonly string[];
}

/* What comes out: JSON, all of it. An absent key means "not there"; nothing is `null`. */

/** The version of the format of a saved plan. Another one is refused. */
export const planVersion = 2;

export interface Plan {
  readonly format: 'servectl-plan';
  readonly version: typeof planVersion;
  readonly kind: 'apply' | 'destroy';
  readonly workspace?: string;
  readonly files?: readonly string[];
  /** Options that shaped the plan and have to be the same when it is checked. */
  readonly owner?: string;
  readonly caller?: string;
  /** In an order in which they can be carried out one after the other; `after` says what can't go in parallel. */
  readonly entries: readonly PlanEntry[];
  /** SHA-256 of all the rest, in a plan that is kept: one that was edited is not carried out. */
  readonly digest?: string;
}

export type PlanAction = 'none' | 'create' | 'update' | 'replace' | 'delete';
export type ResourceKind = 'secret-scope' | 'secret' | 'endpoint';
export type Risk = 'replace' | 'downtime' | 'traffic';

/** One resource and what becomes of it. */
export interface PlanEntry {
  /** Unique in the plan: `endpoint/chat`, `secret-scope/llm`, `secret/llm/openai-key`. */
  readonly id: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly action: PlanAction;
  readonly changes: readonly Change[];
  /** One API call each, strictly in this order. Empty where the action is `none`. */
  readonly steps: readonly PlannedStep[];
  readonly risks: readonly Risk[];
  /** What can't be compared, and when it is sent. */
  readonly write_only: readonly WriteOnlyNote[];
  /** Differences that are none, each with the row of the field policy that says why. */
  readonly ignored: readonly IgnoredDifference[];
  /** Why the entry must not be carried out. Its steps are planned all the same. */
  readonly blocked: readonly Blocker[];
  /** Entries that have to have succeeded before. */
  readonly after: readonly string[];
  /** A config is being deployed: the endpoint has to be waited for, and planned afresh. */
  readonly busy: boolean;
  /** Digests of both sides. A side that doesn't exist has none. */
  readonly fingerprint: Fingerprint;
}

interface Fingerprint {
  /** Of what is declared, credentials left out. */
  readonly desired?: string;
  /** Of what the workspace has, as far as it can be compared. */
  readonly actual?: string;
}

/** Where something stands in a document of the manifest: `['config', 'served_entities', 0, 'workload_size']`. */
export type DocumentPath = readonly (string | number)[];

/** A JSON value in which nothing is secret any more. */
export type ShownValue =
  string | number | boolean | null | readonly ShownValue[] | { readonly [key: string]: ShownValue };

export interface Change {
  /** For people, items of lists by their key: `config.served_entities[gpt-4o].workload_size`. */
  readonly path: string;
  /** Where the desired side stands in the document; absent where only the workspace has it. */
  readonly at?: DocumentPath;
  /** What the workspace has; absent where it has nothing. */
  readonly from?: ShownValue;
  /** What is declared; absent where nothing is. */
  readonly to?: ShownValue;
  readonly reason: ChangeReason;
  /** The row of the field policy behind `reason`, where there is one: its explanation in a sentence. */
  readonly why?: string;
  readonly effect: ChangeEffect;
  /** The call that carries it. */
  readonly call: CallName | DeleteStep['call'] | SecretCallName;
}

/**
 * `added`, `removed`, `changed`: declared and present differ; `order`: the same items in another order, which has a
 * meaning; `resent`: a write-only value that was asked to be sent.
 */
export type ChangeReason = 'added' | 'removed' | 'changed' | 'order' | 'resent';

/** `instant`: holds at once; `deployment`: a new config version, while the old one serves on; `replace`: delete and create. */
export type ChangeEffect = 'instant' | 'deployment' | 'replace';

export interface WriteOnlyNote {
  readonly path: string;
  readonly at?: DocumentPath;
  readonly why: string;
  /** True where this plan sends it. */
  readonly sent: boolean;
}

export interface IgnoredDifference {
  readonly path: string;
  readonly at?: DocumentPath;
  readonly from?: ShownValue;
  readonly to?: ShownValue;
  /** The `id` of the row in the field policy. */
  readonly policy: string;
  readonly why: string;
  readonly source: string;
}

export interface Blocker {
  /** Stable, kebab-case. */
  readonly code: BlockerCode;
  readonly message: string;
  readonly hint?: string;
  readonly at?: DocumentPath;
}

type BlockerCode =
  | 'replace-not-allowed'
  | 'replace-incomplete'
  | 'config-incomplete'
  | 'provided-by-databricks'
  | 'not-there'
  | 'secret-sources-differ'
  | 'permissions-unknown';

/**
 * A step without the credentials that its body is to hold: a plan may be saved. `completeStep` puts them in, right
 * before the call.
 */
export interface PlannedStep {
  readonly step: Step | DeleteStep | SecretStep;
  readonly withheld: readonly WithheldValue[];
}

/** A value that isn't in the plan: where it belongs in the step's body, and where it is to be had. */
interface WithheldValue {
  readonly path: DocumentPath;
  readonly source: ValueSource;
}

export type ValueSource =
  /** Stands in the document of that endpoint (or came there by a variable). */
  | { readonly from: 'document'; readonly endpoint: string; readonly path: DocumentPath }
  | {
      readonly from: 'environment';
      readonly name: string;
      readonly scope: string;
      readonly key: string;
    }
  /** `file` as the manifest writes it: relative to the manifest. */
  | { readonly from: 'file'; readonly file: string; readonly scope: string; readonly key: string };
