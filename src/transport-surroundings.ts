import type { Environment, Globals } from './context.ts';
import type { Host } from './host.ts';
import type { SecretRegistry } from './http/secret-registry.ts';
import { withTrace } from './http/trace.ts';
import type { Transport } from './http/transport.ts';
import type { Notes } from './terminal/notes.ts';

export interface TransportSurroundings {
  readonly host: Host;
  readonly env: Environment;
  readonly notes: Notes;
  readonly secrets: SecretRegistry;
  readonly globals: Pick<Globals, 'debug'>;
}

/** With the trace that `--debug` asks for. */
export function traced(transport: Transport, surroundings: TransportSurroundings): Transport {
  const { globals, host, notes, secrets } = surroundings;
  if (!globals.debug) return transport;
  return withTrace(transport, (line) => notes.debug(line), {
    secrets,
    monotonic: () => host.clock.monotonic(),
  });
}
