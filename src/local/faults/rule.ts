/** What is done to a request or to its answer. */
export type Fault =
  /** This answer in place of the workspace's own. `when: 'after'`: the workspace has done what was asked all the same. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Default: the API's error envelope. */
      readonly body?: FaultBody;
      /** Seconds, or an HTTP date. */
      readonly retryAfter?: string;
      readonly when?: 'before' | 'after';
    }
  /** The connection is reset before the workspace has done anything. */
  | { readonly kind: 'reset-before' }
  /** The workspace does what was asked; then the connection is reset, and the answer is lost. */
  | { readonly kind: 'reset-after' }
  /** The request waits that long, in milliseconds by the workspace's clock. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Half of the body. `cut` (default): then the connection ends; `clean`: then the answer does, as if it were whole. */
  | { readonly kind: 'truncate'; readonly end?: 'cut' | 'clean' }
  /** The body comes in small pieces, that many milliseconds apart. */
  | { readonly kind: 'drip'; readonly ms: number }
  /** A read is answered from the state before the last write that came to this process. */
  | { readonly kind: 'stale' };

export type FaultBody =
  | { readonly kind: 'envelope'; readonly code?: string; readonly message?: string }
  /** A page as proxies and login forms answer with. */
  | { readonly kind: 'html' }
  | { readonly kind: 'raw'; readonly text: string };

/**
 * Something that goes wrong on purpose. A request meets the rules in their order, the first one outermost; each counts
 * the matching requests that reach it, so that a rule which answers hides a request from those behind it.
 */
export interface FaultRule {
  /** Any, where absent. */
  readonly method?: string;
  /** Escaped, without the query; `*` stands for any characters: `/api/2.0/secrets/*`. */
  readonly path: string;
  /** How many matching requests pass unharmed at first. Default: none. */
  readonly skip?: number;
  /** How many are harmed after that. Default: all. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule that counts. */
export interface ArmedRule {
  readonly fault: Fault;
  /** Whether this request is to be harmed; counts it where it matches. */
  takes(method: string, path: string): boolean;
}

export function arm({ method, path, skip = 0, times = Infinity, fault }: FaultRule): ArmedRule {
  const pattern = pathPattern(path);
  let seen = 0;
  return {
    fault,
    takes: (requestMethod, requestPath) => {
      if (method !== undefined && method !== requestMethod) return false;
      if (!pattern.test(requestPath)) return false;
      seen += 1;
      return seen > skip && seen <= skip + times;
    },
  };
}

function pathPattern(path: string): RegExp {
  const literals = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literals.join('.*')}$`);
}
