/**
 * How a field of an endpoint is compared, where comparing the two values as they are would be wrong.
 *
 * - `undeclared`: what a manifest doesn't mention is left as it is.
 * - `unsupported`: the endpoint can't have it; the service drops it or takes no notice.
 * - `write-only`: taken, never told again. Sent on create, with another change of the same call, or on request.
 * - `not-returned`: as write-only, and no call can change it.
 * - `server-owned`: the service's own; never in a manifest.
 * - `overridden`: the service decides, whatever was asked for.
 * - `server-default`: where the manifest is silent, the service fills in. With a `default`, silence means that value, on
 *   either side; without one, whatever the endpoint has is right.
 * - `equivalent`: two spellings of one thing.
 * - `unordered`: a list whose order means nothing; its items are told apart by `key`, or by themselves.
 * - `immutable`: no call changes it; another value means another endpoint.
 */
type PolicyKind =
  | 'undeclared'
  | 'unsupported'
  | 'write-only'
  | 'not-returned'
  | 'server-owned'
  | 'overridden'
  | 'server-default'
  | 'equivalent'
  | 'unordered'
  | 'immutable';

/** Tells the items of a list apart. */
export interface ItemKey {
  readonly fields: readonly string[];
  /** What a missing field means. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Fields of which it only counts whether they are there. */
  readonly presence?: readonly string[];
}

/** Circumstances under which alone a row holds; `circumstances.ts` knows how each is told. */
export type Circumstance =
  | 'not-a-variable'
  | 'part-undeclared'
  | 'entities-undeclared'
  | 'routes-undeclared'
  | 'external-model'
  | 'provisioned-throughput'
  | 'no-custom-model'
  | 'telemetry-nowhere'
  | 'telemetry-running'
  | 'telemetry-by-tables'
  | 'capture-running'
  | 'capture-ended'
  | 'kind-switched'
  | 'ownership-tag'
  | 'live-only-unknown'
  | 'declared-unknown';

/** How `equivalent` values are brought to one. */
export type Spelling = 'lower-case' | 'number-as-text' | 'empty-is-absent' | 'all-features-are-none';

export interface FieldPolicy {
  /** Stable; `diff --why` names it. */
  readonly id: string;
  /** `[*]` any item, `*` any text within a segment, a last `**` everything below. */
  readonly path: string;
  readonly kind: PolicyKind;
  readonly when?: Circumstance;
  readonly key?: ItemKey;
  readonly default?: string | number | boolean;
  readonly as?: Spelling;
  readonly why: string;
  /** Where that is known from. */
  readonly source: string;
}
