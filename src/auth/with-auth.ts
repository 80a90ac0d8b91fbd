import { discard } from '../http/body.ts';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.ts';
import type { Credentials } from './provider.ts';

export interface AuthOptions {
  /** Names the workspace where several share one host. */
  readonly workspaceId?: string;
}

/**
 * Adds credentials to each request. A 401 for credentials that can be renewed is answered by renewing them and asking
 * once more: a request that was refused has changed nothing. A transport speaks to one origin and follows no redirects,
 * so that the credentials can go nowhere else.
 */
export function withAuth(
  transport: Transport,
  credentials: Credentials,
  options: AuthOptions = {},
): Transport {
  const routing: Record<string, string> =
    options.workspaceId === undefined ? {} : { 'x-databricks-workspace-id': options.workspaceId };
  const sendSigned = (request: HttpRequest, signature: Readonly<Record<string, string>>) =>
    transport.send({ ...request, headers: { ...routing, ...request.headers, ...signature } });
  return {
    async send(request): Promise<HttpResponse> {
      const signature = await credentials.headers(request.signal);
      const response = await sendSigned(request, signature);
      if (response.status !== 401 || !credentials.invalidate) return response;
      await discard(response);
      credentials.invalidate(signature);
      return sendSigned(request, await credentials.headers(request.signal));
    },
    close: () => transport.close(),
  };
}
