import type { Target } from './context.ts';
import type { Transport } from './http/transport.ts';
import type { TransportSurroundings } from './transport-surroundings.ts';

/** Opens the way to a target: the embedded workspace in this process, or a Databricks workspace over HTTP. */
export async function openTransport(target: Target, surroundings: TransportSurroundings): Promise<Transport> {
  switch (target.kind) {
    case 'local':
      return (await import('./open-local.ts')).openLocal(target.path, surroundings);
    case 'databricks':
      return (await import('./open-databricks.ts')).openDatabricks(target.profile, surroundings);
  }
}
