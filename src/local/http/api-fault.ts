/** Further `details` and headers of a refusal. */
export interface FaultExtras {
  readonly details?: readonly Readonly<Record<string, unknown>>[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A refusal, thrown by a handler and rendered as the API's error envelope: `{"error_code", "message", "details": [RequestInfo]}`.
 * The message is what a client reads, in the words of the real service where they are known.
 */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: FaultStatus;
  /** `error_code`: RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE, … */
  readonly code: string;
  readonly details: readonly Readonly<Record<string, unknown>>[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: FaultStatus, code: string, message: string, extras: FaultExtras = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = extras.details ?? [];
    this.headers = extras.headers ?? {};
  }
}

export type FaultStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 499 | 500 | 501 | 502 | 503 | 504;

export const invalidParameter = (message: string): ApiFault =>
  new ApiFault(400, 'INVALID_PARAMETER_VALUE', message);

export const malformed = (message: string): ApiFault => new ApiFault(400, 'MALFORMED_REQUEST', message);

export const doesNotExist = (message: string): ApiFault =>
  new ApiFault(404, 'RESOURCE_DOES_NOT_EXIST', message);

export const alreadyExists = (message: string): ApiFault =>
  new ApiFault(400, 'RESOURCE_ALREADY_EXISTS', message);

export const conflict = (message: string): ApiFault => new ApiFault(409, 'RESOURCE_CONFLICT', message);

export const permissionDenied = (message: string): ApiFault =>
  new ApiFault(403, 'PERMISSION_DENIED', message);
