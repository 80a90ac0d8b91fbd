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
