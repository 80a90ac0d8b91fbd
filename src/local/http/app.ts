import type { Hono } from 'hono';

/** Who sent a request. */
export interface Caller {
  /** A user name, or a service principal's application id. */
  readonly name: string;
  readonly kind: 'user' | 'service_principal';
}

export interface LocalEnvironment {
  Variables: {
    readonly caller: Caller;
    readonly requestId: string;
  };
}

/** The workspace's router. Handlers throw `ApiFault`; `c.get('caller')` says who asks. */
export type LocalApp = Hono<LocalEnvironment>;
