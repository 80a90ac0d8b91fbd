import type { Hono } from 'hono';
import type { Fault } from '../faults/rule.ts';

/** Who sent a request. */
export interface Caller {
  /** A user name, or a service principal's application id. */
  readonly name: string;
  readonly kind: 'user' | 'service_principal';
}

/** Which served entity an invocation was for. */
export interface Served {
  readonly endpointId: string;
  /** The served entity's name. */
  readonly entity: string;
}

export interface LocalEnvironment {
  Bindings: {
    /** Set for requests from this process, which need no token. */
    readonly trusted?: boolean;
    /** Ends the connection that the request came by once what was written has left; absent in the same process. */
    readonly breakOff?: () => void;
  };
  Variables: {
    caller: Caller;
    requestId: string;
    /** `error_code` of a refusal. */
    errorCode?: string;
    /** Set by whoever answers an invocation, once it knows: feeds the endpoint's metrics and server logs. */
    served?: Served;
    /** False until the request reaches the handlers; absent where no fault may keep it from them. */
    handled?: boolean;
    /** What went wrong on purpose, outermost first. */
    faults: readonly Fault['kind'][];
  };
}

/** The workspace's router. Handlers throw `ApiFault`; `c.get('caller')` says who asks. */
export type LocalApp = Hono<LocalEnvironment>;
