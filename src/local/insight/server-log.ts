import type { RequestRecord } from '../store/store.ts';

/** One line for each request that a served entity answered, the latest last. */
export function serverLog(requests: readonly RequestRecord[]): string {
  return requests
    .map(
      ({ at, status, latency, requestId }) =>
        `[${new Date(at).toISOString()}] POST /invocations ${status} ${latency}ms request_id=${requestId}`,
    )
    .join('\n');
}
