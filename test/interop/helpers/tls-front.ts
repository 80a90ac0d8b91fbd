import { join } from 'node:path';
import { authorityPath, signed } from '../../helpers/tls.ts';
import { closedPort, startServer, type Step, type TestServer } from '../../helpers/http-server.ts';
import { pythonOf } from './environments.ts';
import { pythonFolder } from './folders.ts';
import { serveGuides } from './guide-workspace.ts';
import { start, untilUp } from './started.ts';

const cluster = '0000-000000-xxxxxxxx';

/**
 * The workspace of the guides over TLS, and behind its driver proxy an app of one cluster's driver, as notebooks write it. The
 * clients of 2023 ask by https alone.
 */
export async function givenTls() {
  const port = await closedPort();
  const app = start(pythonOf('current'), [join(pythonFolder, 'driver_app.py'), String(port)]);
  const workspace = await serveGuides();
  const front = await startTlsFront(workspace.host, port);
  await untilUp(app, () => fetch(`http://127.0.0.1:${port}/`).then(() => true));
  return {
    variables: {
      ...workspace.env,
      DATABRICKS_HOST: front.origin,
      // The clients strip letters off a host that begins like `https://`; an address has none.
      REQUESTS_CA_BUNDLE: authorityPath,
      INTEROP_CLUSTER: cluster,
      INTEROP_APP_PORT: String(port),
    },
    stop: async () => {
      await front.close();
      await Promise.all([app.stop(), workspace.stop()]);
    },
  };
}

/** Hands each request on: below the driver proxy to the port that the path names, everything else to the workspace. */
function startTlsFront(workspace: string, appPort: number): Promise<TestServer> {
  const proxied = `/driver-proxy-api/o/0/${cluster}/${appPort}`;
  const forward: Step = async ({ method, path, headers, body }, response) => {
    const isProxied = path === proxied || path.startsWith(`${proxied}/`);
    const signedIn = headers.authorization?.startsWith('Bearer ') === true;
    if (isProxied && !signedIn) {
      response.writeHead(401).end();
      return;
    }
    const target = isProxied
      ? `http://127.0.0.1:${appPort}${path.slice(proxied.length) || '/'}`
      : workspace + path;
    const answer = await fetch(target, {
      method,
      headers: {
        'content-type': headers['content-type'] ?? '',
        ...(headers.authorization !== undefined && { authorization: headers.authorization }),
      },
      ...(method === 'POST' && { body }),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  return startServer(forward, { tls: signed });
}
