import type { Context } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { ExitCode } from '../../exit-codes.ts';

/**
 * Waits for a call on the endpoint `name`. Where there is none of that name, the error says which name was probably
 * meant, or how to see those there are.
 */
export async function onEndpoint<T>(context: Context, name: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw error.advise(await advice(context, name));
  }
}

export const isNotFound = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.exitCode === ExitCode.notFound;

/** Best effort: an error of the look-up must not hide the one that is reported. */
async function advice(context: Context, name: string): Promise<string> {
  const general = 'servectl endpoints list shows those there are';
  try {
    const [rows, { closest }] = await Promise.all([list(context), import('#schemas/closest.ts')]);
    const near = closest(
      name,
      rows.map((row) => row.name),
    );
    return near === undefined ? general : `did you mean ${near}?`;
  } catch {
    context.signal.throwIfAborted();
    return general;
  }
}

async function list(context: Context): Promise<readonly { readonly name: string }[]> {
  const options = { signal: context.signal, timeouts: { total: 10_000 } };
  const gateway = await context.gateway();
  return gateway ? gateway.list(options) : (await context.client()).endpoints.list(options);
}
