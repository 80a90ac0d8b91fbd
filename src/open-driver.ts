import type { Transport } from './http/transport.ts';
import { openHttpTransport } from './http/undici-transport.ts';
import { userAgent } from './http/user-agent.ts';
import { retried, traced, type TransportSurroundings } from './transport-surroundings.ts';
import { version } from './version.ts';

/** An app on this machine, by its port. No credentials are sent, and no proxy is between. */
export function openDriver(port: number, surroundings: TransportSurroundings): Transport {
  const { host, env } = surroundings;
  const agent = userAgent({ version, nodeVersion: host.nodeVersion, platform: host.platform, env });
  const plain = openHttpTransport({ origin: `http://127.0.0.1:${String(port)}`, userAgent: agent });
  return retried(traced(plain, surroundings), surroundings);
}
