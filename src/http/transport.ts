export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What a failed attempt may do next:
 * `read`: again on 429, 5xx and connection errors; `mutation`: again on 429, 503 and where nothing can have been
 * sent (connection refused, DNS); `invocation`: again on 429 and 503 before any byte came; `never`.
 */
export type RetryPolicy = 'read' | 'mutation' | 'invocation' | 'never';

/** Milliseconds. Each is a limit of its own; an absent one takes the transport's default. */
export interface Timeouts {
  readonly connect?: number;
  /** The longest silence: until the headers come, and between two chunks of the body. */
  readonly inactivity?: number;
  /** All attempts together, until the headers of the last; the body is bounded by `inactivity` alone. `Infinity`: no limit. */
  readonly total?: number;
}

/** Where a route-optimised endpoint is asked: another origin than its workspace, with a token of its own. */
export interface DataPlane {
  /** Scheme, host and port. */
  readonly origin: string;
  /** What the workspace said that a token for it must be asked for with. */
  readonly authorizationDetails: string;
}

export interface HttpRequest {
  readonly method: Method;
  /** Absolute path and query, escaped, without the origin: `/api/2.0/serving-endpoints/chat`. */
  readonly path: string;
  /** Header names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Default: `read` for GET and HEAD, `mutation` for the rest. */
  readonly retry?: RetryPolicy;
  readonly timeouts?: Timeouts;
  readonly signal?: AbortSignal;
  /** Which try this is, from 1; set by `withRetry`, read by traces. */
  readonly attempt?: number;
  /** Called when the request is about to be sent again: an answer came, or none could. */
  readonly onRetry?: () => void;
  /** Absent: the origin that the transport speaks to. A transport without a data plane sends it there all the same. */
  readonly dataPlane?: DataPlane;
}

export interface HttpResponse {
  readonly status: number;
  /** Header names in lower case; several values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read once. Leaving the loop early ends the request. */
  readonly body: AsyncIterable<Uint8Array>;
  /** How many tries it took; set by `withRetry`. */
  readonly attempts?: number;
}

/**
 * The one seam: a workspace is anything that answers requests. Statuses are answers, not errors: a transport throws
 * only a `ConnectionError`, an `UnexpectedAnswerError` (an `ApiError` for a private link's login page, which is answered
 * by a redirect), the signal's reason, or what its credentials throw.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Lets go of sockets and files; requests under way end first. */
  close(): Promise<void>;
}
