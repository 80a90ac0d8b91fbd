import type { ExitCode } from '../exit-codes.ts';

/** What an error answer is judged by. */
export interface ErrorTraits {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly guardrail: boolean;
}

export interface ErrorClass {
  readonly exitCode: ExitCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly hint?: string;
}

export interface ErrorRule extends ErrorClass {
  matches(traits: ErrorTraits): boolean;
}
