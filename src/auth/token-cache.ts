import type { Clock } from '../clock.ts';
import { unlessAborted } from '../http/on-abort.ts';

export interface Token {
  /** `Bearer`, as a rule. */
  readonly type: string;
  readonly value: string;
  /** Milliseconds since the epoch; absent where the token does not say. */
  readonly expiresAt?: number;
}

export interface TokenCache {
  /** The token that is kept while it is good for another minute, else a new one. */
  get(signal?: AbortSignal): Promise<Token>;
  /** Forgets the token of that value, which was refused; a newer one stays, and so does a fetch under way. */
  forget(value: string): void;
}

/** Workspaces refuse tokens shortly before they expire (Azure: 30 s), and clocks differ. */
const slackMs = 60_000;

/**
 * Keeps a token for as long as it is good, and fetches one at a time however many ask. Whoever asks may leave; the fetch
 * itself is aborted when all have left.
 */
export function tokenCache(fetchToken: (signal: AbortSignal) => Promise<Token>, clock: Clock): TokenCache {
  let kept: Token | undefined;
  let current: Fetch | undefined;

  const start = (): Fetch => {
    const controller = new AbortController();
    const fetch: Fetch = { controller, token: fetchToken(controller.signal), waiting: 0 };
    // A fetch that was given up is no longer the current one, and must not replace a newer token.
    const settle = (token?: Token): void => {
      if (current !== fetch) return;
      kept = token;
      current = undefined;
    };
    fetch.token.then(settle, () => settle());
    return fetch;
  };

  const leave = (fetch: Fetch): void => {
    fetch.waiting--;
    if (fetch.waiting > 0 || current !== fetch) return;
    current = undefined;
    fetch.controller.abort();
  };

  return {
    async get(signal) {
      signal?.throwIfAborted();
      if (kept && (kept.expiresAt === undefined || clock.now() < kept.expiresAt - slackMs)) return kept;
      const fetch = (current ??= start());
      fetch.waiting++;
      try {
        return await unlessAborted(fetch.token, signal);
      } finally {
        leave(fetch);
      }
    },
    forget(value) {
      if (kept?.value === value) kept = undefined;
    },
  };
}

interface Fetch {
  readonly controller: AbortController;
  readonly token: Promise<Token>;
  /** How many wait for it. */
  waiting: number;
}
