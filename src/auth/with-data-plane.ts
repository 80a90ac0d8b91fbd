import { UnexpectedAnswerError } from '../errors.ts';
import { isLoopback } from '../http/loopback.ts';
import type { DataPlane, Transport } from '../http/transport.ts';
import { dataPlaneCredentials } from './data-plane-credentials.ts';
import type { Credentials, ProviderServices } from './provider.ts';
import { isPrivateChannel } from './trusted-site.ts';
import { withAuth } from './with-auth.ts';

export interface Workspace {
  /** Scheme, host and port. */
  readonly host: string;
  readonly credentials: Credentials;
  /** A transport to an endpoint's own origin, without credentials. */
  readonly openPlane: (origin: string) => Transport;
}

/**
 * Sends what names a data plane there, and everything else to the workspace. Each data plane has a transport of its own,
 * with a token that is good there alone, so that the workspace's credentials never leave the workspace's origin.
 */
export function withDataPlane(
  transport: Transport,
  { host, credentials, openPlane }: Workspace,
  services: ProviderServices,
): Transport {
  const planes = new Map<string, Transport>();

  function planeOf({ origin, authorizationDetails }: DataPlane): Transport {
    const key = `${origin} ${authorizationDetails}`;
    const known = planes.get(key);
    if (known) return known;
    refuseExposed(origin, host);
    const own = dataPlaneCredentials({ host, credentials, authorizationDetails }, services);
    const plane = withAuth(openPlane(origin), own);
    planes.set(key, plane);
    return plane;
  }

  return {
    async send(request) {
      const { dataPlane } = request;
      return (dataPlane === undefined ? transport : planeOf(dataPlane)).send(request);
    },
    async close() {
      await Promise.all([transport, ...planes.values()].map((each) => each.close()));
    },
  };
}

/** A workspace on the network has no business to send anyone to this machine, nor over an unencrypted line. */
function refuseExposed(origin: string, host: string): void {
  const isOwn = isLoopback(new URL(host).hostname);
  if (isPrivateChannel(origin) && (isOwn || !isLoopback(new URL(origin).hostname))) return;
  throw new UnexpectedAnswerError(
    `the workspace names ${origin} as the address of the endpoint, which is unencrypted or on this machine`,
    { hint: 'check the host (DATABRICKS_HOST, or the profile), and any proxy on the way' },
  );
}
