import type { Destination } from './context.ts';
import type { Transport } from './http/transport.ts';
import type { TransportSurroundings } from './transport-surroundings.ts';

/** Opens the way somewhere: the embedded workspace in this process, a Databricks workspace, a gateway, an app on this machine. */
export async function openTransport(
  destination: Destination,
  surroundings: TransportSurroundings,
): Promise<Transport> {
  switch (destination.kind) {
    case 'local':
      return (await import('./open-local.ts')).openLocal(destination.path, surroundings);
    case 'databricks':
      return (await import('./open-databricks.ts')).openDatabricks(destination.profile, surroundings);
    case 'gateway':
      return (await import('./open-gateway.ts')).openGateway(destination.url, surroundings);
    case 'driver':
      return (await import('./open-driver.ts')).openDriver(destination.port, surroundings);
  }
}
