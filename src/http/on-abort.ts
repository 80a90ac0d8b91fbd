import { setMaxListeners } from 'node:events';

/**
 * Calls `listener` when `signal` is aborted, until the returned function is called. One signal commonly stops any number
 * of requests, so that Node's warning about many listeners would warn of nothing.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/**
 * Waits for `promise`, and no longer than until `signal` is aborted; what the promise stands for goes on.
 *
 * @throws the signal's reason, as soon as it is aborted
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let release: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(abortReason(signal));
    if (signal.aborted) abort();
    else release = onAbort(signal, abort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    release();
  }
}

/** Why it was aborted, as something that can be thrown: a reason may be any value. */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
