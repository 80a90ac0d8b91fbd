import type { EndpointRecord } from './records.ts';

/**
 * What the workspace keeps. Synchronous, as SQLite is: a handler reads, decides and writes in one `transaction`, and when that
 * returns, the write outlives the process. Each part is a few typed statements over one table.
 */
export interface Store {
  /**
   * Runs `work` alone among all processes on the file: a write lock is held from the start, so what was read stays true.
   * Undone when `work` throws; calls inside a transaction join it.
   * @throws ServectlError `LOCAL_STORE_BUSY` where another process keeps the lock for many seconds
   */
  transaction<Result>(work: () => Result): Result;
  readonly endpoints: EndpointTable;
  readonly secrets: SecretTable;
  readonly permissions: PermissionTable;
  readonly usage: UsageTable;
  readonly requests: RequestTable;
  readonly tokens: TokenTable;
  readonly meta: Metadata;
  close(): void;
}

export interface EndpointTable {
  get(name: string): EndpointRecord | undefined;
  getById(id: string): EndpointRecord | undefined;
  /** By name. */
  list(): readonly EndpointRecord[];
  put(record: EndpointRecord): void;
  /** False where there was none. */
  delete(name: string): boolean;
}

export interface ScopeRecord {
  /** As it was created; names are equal when they differ in case only. */
  readonly name: string;
  readonly backend_type: string;
  readonly keyvault_metadata?: Readonly<Record<string, unknown>>;
}

export interface SecretRecord {
  readonly key: string;
  /** Sealed by the vault. */
  readonly value: string;
  readonly last_updated_timestamp: number;
}

export interface AclRecord {
  readonly principal: string;
  readonly permission: string;
}

export interface SecretTable {
  scopes(): readonly ScopeRecord[];
  scope(name: string): ScopeRecord | undefined;
  putScope(scope: ScopeRecord): void;
  /** With its secrets and ACLs. */
  deleteScope(name: string): boolean;
  list(scope: string): readonly SecretRecord[];
  get(scope: string, key: string): SecretRecord | undefined;
  put(scope: string, secret: SecretRecord): void;
  delete(scope: string, key: string): boolean;
  acls(scope: string): readonly AclRecord[];
  acl(scope: string, principal: string): AclRecord | undefined;
  putAcl(scope: string, acl: AclRecord): void;
  deleteAcl(scope: string, principal: string): boolean;
}

/** One direct grant on an endpoint. */
export interface GrantRecord {
  readonly kind: 'user_name' | 'group_name' | 'service_principal_name';
  readonly principal: string;
  readonly permission_level: string;
}

export interface PermissionTable {
  list(endpointId: string): readonly GrantRecord[];
  /** In place of all that were there. */
  replace(endpointId: string, grants: readonly GrantRecord[]): void;
}

/** What was used of an endpoint, for limits over a rolling minute that hold across processes. */
export interface UsageTable {
  /** `subject`: who the limit counts (`endpoint`, `user:ada@example.com`, …). `at` in milliseconds. */
  add(endpointId: string, subject: string, at: number, used: Usage): void;
  /** The sum of what was added after `since`. */
  total(endpointId: string, subject: string, since: number): Usage;
  /** When the oldest entry after `since` was added; undefined where there is none. */
  oldest(endpointId: string, subject: string, since: number): number | undefined;
  /** Forgets what was added before `before`. */
  prune(before: number): void;
}

interface Usage {
  readonly calls: number;
  readonly tokens: number;
}

/** Answered invocations, the latest of each endpoint: what its metrics and server logs are made of. */
export interface RequestTable {
  add(request: RequestRecord): void;
  /** Oldest first. */
  since(endpointId: string, since: number): readonly RequestRecord[];
  latest(endpointId: string, entity: string, count: number): readonly RequestRecord[];
}

export interface RequestRecord {
  readonly endpointId: string;
  readonly entity: string;
  readonly at: number;
  readonly status: number;
  /** Milliseconds until the answer's headers. */
  readonly latency: number;
  readonly requestId: string;
}

/** OAuth access tokens that were issued, by hash. */
export interface TokenTable {
  put(hash: string, subject: string, expiresAt: number): void;
  /** Expired ones too, until they are pruned. */
  get(hash: string): { readonly subject: string; readonly expiresAt: number } | undefined;
  /** Forgets what expired before `before`. */
  prune(before: number): void;
}

export interface Metadata {
  readonly workspaceId: string;
  readonly createdAt: number;
  get(key: string): string | undefined;
  put(key: string, value: string): void;
}
