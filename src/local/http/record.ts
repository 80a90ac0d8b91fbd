import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { LostConnection } from '../faults/lost-connection.ts';
import type { RequestLogEntry } from '../options.ts';
import type { RequestRecord } from '../store/store.ts';
import type { ControlServices } from '../services.ts';
import type { LocalEnvironment } from './app.ts';

/** Gives each request its id and each answer the headers of a workspace; keeps and tells what was answered, never what was said. */
export function record({ options, store }: ControlServices): MiddlewareHandler<LocalEnvironment> {
  const { clock, onRequest } = options;
  const remember = (request: RequestRecord): void => {
    try {
      store.requests.add(request);
    } catch {
      // The answer is on its way: that it could not be counted must not take it back.
      return;
    }
  };
  return async (c, next) => {
    const started = clock.monotonic();
    c.set('requestId', randomUUID());
    c.set('faults', []);
    try {
      await next();
    } catch (error) {
      if (error instanceof LostConnection) onRequest?.(logEntry(c, clock.monotonic() - started, undefined));
      throw error;
    }
    c.header('x-request-id', c.get('requestId'));
    c.header('x-databricks-org-id', store.meta.workspaceId);
    const latency = clock.monotonic() - started;
    const served = c.get('served');
    if (served) {
      const { status } = c.res;
      remember({ ...served, at: clock.now(), status, latency, requestId: c.get('requestId') });
    }
    onRequest?.(logEntry(c, latency, c.res.status));
  };
}

function logEntry(
  c: Context<LocalEnvironment>,
  durationMs: number,
  status: number | undefined,
): RequestLogEntry {
  const caller = c.get('caller') as { readonly name: string } | undefined;
  const errorCode = c.get('errorCode');
  return {
    method: c.req.method,
    path: c.req.path,
    ...(status !== undefined && { status }),
    durationMs,
    requestId: c.get('requestId'),
    handled: c.get('handled') ?? true,
    faults: c.get('faults'),
    ...(caller && { caller: caller.name }),
    ...(errorCode !== undefined && { errorCode }),
  };
}
