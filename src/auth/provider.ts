import type { Clock } from '../clock.ts';
import type { SecretRegistry } from '../http/secret-registry.ts';
import type { Transport } from '../http/transport.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import type { Token } from './token-cache.ts';

/** What makes a request one of somebody's. */
export interface Credentials {
  /** The `auth_type` that it is: `pat`, `oauth-m2m`. */
  readonly name: string;
  /**
   * The headers that authenticate one request; fetched and kept where that takes a request of its own.
   * @throws ConfigError where the credentials are refused, ConnectionError and ApiError where they can't be had
   */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** The token that `headers` sends, for other clients. Absent where the method has none. Throws as `headers` does. */
  token?(signal?: AbortSignal): Promise<Token>;
  /**
   * Forgets what `headers` keeps if it is what the server has `refused`: of many requests that are refused at once, the
   * first makes for new credentials, and the rest take those. Absent where there is nothing newer to be had.
   */
  invalidate?(refused: Readonly<Record<string, string>>): void;
}

/** What a provider may use besides the configuration. */
export interface ProviderServices {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** A transport to a token endpoint, which may be of another origin than the workspace. No credentials are added. */
  readonly openTransport: (origin: string) => Transport;
  /** Told of each token, so that none is ever shown. */
  readonly secrets?: SecretRegistry;
}

/** One method of authentication. */
export interface Provider {
  /** Its `auth_type`. */
  readonly name: string;
  /** What it needs, for messages. */
  readonly needs: string;
  /** Whether what it needs is configured; nothing is asked of a server. */
  applicable(config: ResolvedConfig): boolean;
  /** @throws ConfigError where what is configured cannot be used */
  create(config: ResolvedConfig, services: ProviderServices): Credentials;
}
