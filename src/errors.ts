import type { Diagnostic } from './diagnostics.ts';
import { ExitCode } from './exit-codes.ts';

export interface ErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The base of every error that this project raises on purpose. `code` is stable and machine-readable,
 * `exitCode` is what the command line ends with, `retryable` says whether the same call may succeed later.
 * The message is one sentence with a lower-case start that names the thing; the fix is in `hint`.
 */
export class ServectlError extends Error {
  override readonly name: string = 'ServectlError';
  readonly code: string;
  readonly exitCode: ExitCode;
  hint: string | undefined;
  readonly retryable: boolean = false;

  constructor(code: string, message: string, exitCode: ExitCode, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exitCode = exitCode;
    this.hint = options.hint;
  }

  /** This error with a better hint: a caller knows what was meant, where the place of the failure could only be general. */
  advise(hint: string): this {
    this.hint = hint;
    return this;
  }
}

/** A command line that can't be understood: an unknown flag, a missing argument, flags that exclude each other. */
export class UsageError extends ServectlError {
  override readonly name = 'UsageError';
  constructor(message: string, options?: ErrorOptions) {
    super('USAGE', message, ExitCode.usage, options);
  }
}

/** Input (a manifest, a request body, an .env file) that does not validate; carries every finding. */
export class InvalidInputError extends ServectlError {
  override readonly name = 'InvalidInputError';
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super('INVALID_INPUT', summarize(diagnostics), ExitCode.usage, options);
    this.diagnostics = diagnostics;
  }
}

function summarize(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const [first] = errors;
  if (errors.length === 1 && first) return first.message;
  return `${String(errors.length)} errors in the input`;
}

/** No workspace, or no usable credentials, are configured; nothing was sent. */
export class ConfigError extends ServectlError {
  override readonly name = 'ConfigError';
  constructor(message: string, options?: ErrorOptions) {
    super('CONFIG', message, ExitCode.auth, options);
  }
}

export interface ApiErrorFields extends ErrorOptions {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** `details[].RequestInfo.request_id`, else the `x-request-id` header. */
  readonly requestId?: string;
  /** `details` of the envelope, as it came; unknown kinds are kept. */
  readonly details?: readonly unknown[];
  /** How long the server asks to wait, in milliseconds (Retry-After, else RetryInfo). */
  readonly retryAfterMs?: number;
  /** What a model provider said, unwrapped from the JSON inside `message`. */
  readonly provider?: { readonly name?: string; readonly message: string; readonly status?: number };
  /** The body as it came, at most 64 KiB of it. */
  readonly body?: string;
  readonly method?: string;
  readonly path?: string;
}

/**
 * The workspace answered, and the answer is an error. `code` is the server's `error_code` (an open set:
 * `RESOURCE_DOES_NOT_EXIST`, `INVALID_PARAMETER_VALUE`, …) or the status in upper snake case where the body has none.
 */
export class ApiError extends ServectlError {
  override readonly name: string = 'ApiError';
  override readonly retryable: boolean;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly details: readonly unknown[];
  readonly retryAfterMs: number | undefined;
  readonly provider: ApiErrorFields['provider'];
  readonly body: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;

  constructor(fields: ApiErrorFields, exitCode: ExitCode, retryable: boolean) {
    super(fields.code, fields.message, exitCode, fields);
    this.retryable = retryable;
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.details = fields.details ?? [];
    this.retryAfterMs = fields.retryAfterMs;
    this.provider = fields.provider;
    this.body = fields.body;
    this.method = fields.method;
    this.path = fields.path;
  }
}

/** The request never got an answer: DNS, refused, reset, TLS, a proxy. */
export class ConnectionError extends ServectlError {
  override readonly name = 'ConnectionError';
  override readonly retryable: boolean;
  /** True where the server may have acted on the request: a reset or a timeout after bytes were sent. */
  readonly ambiguous: boolean;
  constructor(
    code: string,
    message: string,
    options: ErrorOptions & {
      readonly exitCode?: ExitCode;
      readonly retryable: boolean;
      readonly ambiguous: boolean;
    },
  ) {
    super(code, message, options.exitCode ?? ExitCode.unavailable, options);
    this.retryable = options.retryable;
    this.ambiguous = options.ambiguous;
  }
}

/** A 2xx answer that is not the API's: an HTML page, half a document, a redirect to a login form. */
export class UnexpectedAnswerError extends ServectlError {
  override readonly name = 'UnexpectedAnswerError';
  /** True where the body broke off: the server may have acted on the request. */
  readonly truncated: boolean;
  constructor(message: string, options: ErrorOptions & { readonly truncated?: boolean } = {}) {
    super('UNEXPECTED_ANSWER', message, ExitCode.failure, options);
    this.truncated = options.truncated ?? false;
  }
}

/** A stream that ended in an error frame, or was cut. What came before it has been delivered. */
export class StreamError extends ServectlError {
  override readonly name = 'StreamError';
}

/** Waiting took longer than it was allowed to; the remote work goes on. */
export class WaitTimeoutError extends ServectlError {
  override readonly name = 'WaitTimeoutError';
  override readonly retryable = true;
  constructor(message: string, options?: ErrorOptions) {
    super('TIMEOUT', message, ExitCode.timeout, options);
  }
}

export interface FailedEntity {
  readonly entity: string;
  readonly message: string;
  readonly buildLogTail?: string;
}

/** A deployment ended in UPDATE_FAILED or UPDATE_CANCELED. `reasons` names each entity and what the server said of it. */
export class DeploymentFailedError extends ServectlError {
  override readonly name = 'DeploymentFailedError';
  readonly reasons: readonly FailedEntity[];
  constructor(message: string, reasons: readonly FailedEntity[], options?: ErrorOptions) {
    super('DEPLOYMENT_FAILED', message, ExitCode.failure, options);
    this.reasons = reasons;
  }
}

/** Something that an answer should have been, and what it was. Both read on behind "expected" and "got". */
export interface UnmetExpectation {
  /** Which flag asks for it: `--expect`. */
  readonly flag: string;
  readonly expected: string;
  readonly got: string;
  /** Where the answer misses it, where that is more than one thing: `at /age: …`. */
  readonly places?: readonly string[];
}

/** An endpoint answered, and the answer is not what was expected of it. */
export class ExpectationError extends ServectlError {
  override readonly name = 'ExpectationError';
  readonly unmet: readonly UnmetExpectation[];
  constructor(message: string, unmet: readonly UnmetExpectation[]) {
    super('NOT_AS_EXPECTED', message, ExitCode.assertion);
    this.unmet = unmet;
  }
}

/** The user pressed Ctrl-C (or a supervisor sent SIGTERM). */
export class InterruptedError extends ServectlError {
  override readonly name = 'InterruptedError';
  readonly signal: 'SIGINT' | 'SIGTERM';
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(
      'INTERRUPTED',
      `interrupted by ${signal}`,
      signal === 'SIGINT' ? ExitCode.sigint : ExitCode.sigterm,
    );
    this.signal = signal;
  }
}

/** Whoever read our output has gone (`| head`). Ends quietly with 0. */
export class BrokenPipeError extends ServectlError {
  override readonly name = 'BrokenPipeError';
  constructor() {
    super('EPIPE', 'the reader of the output has gone', ExitCode.ok);
  }
}

/** The exit code of anything that was thrown. */
export const exitCodeOf = (error: unknown): ExitCode =>
  error instanceof ServectlError ? error.exitCode : ExitCode.failure;
