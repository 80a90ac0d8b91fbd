import type { Transport } from '../http/transport.ts';
import type { LocalWorkspaceOptions } from './options.ts';
import type { EndpointRecord, EntityRecord } from './store/records.ts';
import type { Store } from './store/store.ts';

/** What the routes that answer invocations are handed: `mountInvocations(app, services)` in `invocations/routes.ts`. */
export interface InvocationServices {
  readonly options: LocalWorkspaceOptions;
  readonly store: Store;
  /**
   * The endpoint as it serves now: a deployment that is due, or that was only waiting to be looked at, is settled first.
   * Builtin endpoints and aliases too. Undefined where there is none of that name.
   */
  findServing(name: string): EndpointRecord | undefined;
  /** A transport to a model provider's origin: opened once (`options.openUpstream`), kept, and closed with the workspace. */
  upstream(origin: string): Transport;
  /** A secret's bytes; undefined where the scope or the key is missing. */
  readSecret(scope: string, key: string): Uint8Array | undefined;
  /** A `*_plaintext` credential of an external model, opened. `value` is the sealed text that the record holds. */
  openCredential(endpoint: EndpointRecord, entity: EntityRecord, value: string): string;
}
