import { ApiError } from '../errors.ts';
import { isUnknownToken } from '../http/error-classes.ts';

/** Whether the error says that the caller may not look at an endpoint. Who may not may still ask it; an unknown token can do neither. */
export const isLookRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 403 && !isUnknownToken(error);
