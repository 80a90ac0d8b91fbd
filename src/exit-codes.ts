/**
 * The exit codes of the command line, a contract that holds for a major version.
 * `src/errors.ts` gives each error its code; `exitCodeOf` is the only place that maps the rest.
 */
export const ExitCode = {
  ok: 0,
  /** An unexpected failure, TLS refused, an answer that isn't the API's, a guardrail's refusal, a stream cut. */
  failure: 1,
  /** Wrong usage, or input that does not validate. */
  usage: 2,
  /** Changes are present (`diff --exit-code` only). */
  changes: 3,
  /** Authentication, permission, or no workspace configured. */
  auth: 4,
  notFound: 5,
  /** A conflict, an update in progress, a stopped endpoint. */
  conflict: 6,
  /** Timed out waiting. */
  timeout: 7,
  /** An assertion about an answer failed. */
  assertion: 8,
  /** Throttled or unavailable after retries: 429, 5xx, DNS, refused, reset. */
  unavailable: 9,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
