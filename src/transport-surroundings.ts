import type { Environment, Globals } from './context.ts';
import type { Surroundings } from './host.ts';
import { type RetryNote, withRetry } from './http/retry.ts';
import type { SecretRegistry } from './http/secret-registry.ts';
import { withTrace } from './http/trace.ts';
import type { Transport } from './http/transport.ts';
import type { Notes } from './terminal/notes.ts';

/** What opening a transport takes of a run; a library call has no streams, and no signals of its own. */
export interface TransportSurroundings {
  readonly host: Surroundings;
  readonly env: Environment;
  readonly notes: Pick<Notes, 'info' | 'verbose' | 'debug'>;
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

/** With retries by the run's clock. Whoever waits for long is told what for. */
export const retried = (transport: Transport, { host, notes }: TransportSurroundings): Transport =>
  withRetry(transport, {
    clock: host.clock,
    random: () => host.random(),
    onRetry: (note) => (isNoticeable(note) ? notes.info : notes.verbose)(describeRetry(note)),
  });

const noticeableMs = 4000;

/** A wait that is long, or one of many short ones: told when they add up to that, and again each time the sum has doubled. */
const isNoticeable = ({ delayMs, waitedMs }: RetryNote): boolean =>
  delayMs >= noticeableMs || doublings(waitedMs) > doublings(waitedMs - delayMs);

const doublings = (ms: number): number =>
  ms < noticeableMs ? 0 : 1 + Math.floor(Math.log2(ms / noticeableMs));

const describeRetry = ({ request, attempt, delayMs, reason }: RetryNote): string =>
  `${request.method} ${request.path} failed (${reason}); attempt ${attempt + 1} in ${(delayMs / 1000).toFixed(1)} s`;
