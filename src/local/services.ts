import type { Directory } from './endpoints/directory.ts';
import type { LocalWorkspaceOptions } from './options.ts';
import type { Store } from './store/store.ts';
import type { Vault } from './vault.ts';

/** What the routes of the control plane are handed. */
export interface ControlServices {
  readonly options: LocalWorkspaceOptions;
  readonly store: Store;
  readonly vault: Vault;
  readonly directory: Directory;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Binds a sealed credential to its endpoint. */
export const credentialContext = (endpointId: string): string => `credential:${endpointId}`;

/** Binds a sealed secret to its place. */
export const secretContext = (scope: string, key: string): string => `secret:${scope.toLowerCase()}/${key}`;
