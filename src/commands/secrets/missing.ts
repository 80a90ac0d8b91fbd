import { ApiError } from '../../errors.ts';

export const isMissing = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 404 || error.code === 'RESOURCE_DOES_NOT_EXIST');

/** Waits for a call on something in a scope, and names the ways on where it isn't there. */
export async function adviseOnMissing<T>(call: Promise<T>, hint: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isMissing(error) ? error.advise(hint) : error;
  }
}
