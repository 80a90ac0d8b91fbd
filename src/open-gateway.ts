import type { Credentials } from './auth/provider.ts';
import { withAuth } from './auth/with-auth.ts';
import type { Environment } from './context.ts';
import { isLoopback } from './http/loopback.ts';
import type { SecretRegistry } from './http/secret-registry.ts';
import type { Transport } from './http/transport.ts';
import { openHttpTransport } from './http/undici-transport.ts';
import { userAgent } from './http/user-agent.ts';
import { retried, traced, type TransportSurroundings } from './transport-surroundings.ts';
import { version } from './version.ts';

/**
 * An MLflow AI Gateway over HTTP. It gets the credentials that MLflow's own clients would send it, `MLFLOW_TRACKING_*`, and
 * never those of a workspace.
 * @param url the target; a path in it comes before that of each request
 */
export function openGateway(url: string, surroundings: TransportSurroundings): Transport {
  const { host, env, notes, secrets } = surroundings;
  const { origin, pathname, protocol, hostname } = new URL(url);
  const credentials = trackingCredentials(env, secrets);
  if (credentials && protocol === 'http:' && !isLoopback(hostname)) {
    notes.info(
      `the credentials of MLFLOW_TRACKING_* go to ${hostname} unencrypted: use https where it has it`,
    );
  }
  const agent = userAgent({
    version,
    nodeVersion: host.nodeVersion,
    platform: host.platform,
    env,
    ...(credentials && { authType: credentials.name }),
  });
  const plain = traced(openHttpTransport({ origin, env, userAgent: agent }), surroundings);
  const signed = credentials ? withAuth(plain, credentials) : plain;
  return retried(below(pathname.replace(/\/+$/, ''), signed), surroundings);
}

/** A user and password win over a token, as in MLflow; half a pair counts for nothing there, too. */
function trackingCredentials(env: Environment, secrets: SecretRegistry): Credentials | undefined {
  const user = env['MLFLOW_TRACKING_USERNAME'];
  const password = env['MLFLOW_TRACKING_PASSWORD'];
  const token = env['MLFLOW_TRACKING_TOKEN'];
  if (user && password) {
    const pair = Buffer.from(`${user}:${password}`).toString('base64');
    secrets.add(password);
    return credentialsOf('basic', `Basic ${pair}`, pair, secrets);
  }
  return token ? credentialsOf('token', `Bearer ${token}`, token, secrets) : undefined;
}

function credentialsOf(
  name: string,
  authorization: string,
  secret: string,
  secrets: SecretRegistry,
): Credentials {
  secrets.add(secret);
  return { name, headers: () => Promise.resolve({ authorization }) };
}

/** Everything below a path of the origin. */
const below = (prefix: string, transport: Transport): Transport => ({
  send: (request) => transport.send({ ...request, path: prefix + request.path }),
  close: () => transport.close(),
});
