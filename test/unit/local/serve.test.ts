import { connect } from 'node:net';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/host.ts';
import { serveLocal, type LocalServer } from '../../../src/local/serve.ts';
import type { LocalWorkspace } from '../../../src/local/workspace.ts';
import { handClock, localCaller } from '../../helpers/local.ts';
import { endpoints } from '../../helpers/local-requests.ts';

async function serving(): Promise<{ readonly server: LocalServer; readonly workspace: LocalWorkspace }> {
  const { workspace } = await localCaller({ requireAuth: true, token: 'dapi', clock: systemClock });
  return { workspace, server: await serveLocal(workspace, { port: 0, clock: systemClock }) };
}

const authorization = 'Bearer dapi';

describe('a workspace on a port', () => {
  it('takes a free port of this machine, and answers there as in process', async () => {
    const { server } = await serving();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const response = await fetch(server.url + endpoints, { headers: { authorization } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      endpoints: [{ name: 'local-echo' }, { name: 'local-embed' }],
    });
    expect((await fetch(server.url + endpoints)).status).toBe(401);
    const config = await (await fetch(`${server.url}/.well-known/databricks-config`)).json();
    expect(config).toMatchObject({ oidc_endpoint: `${server.url}/oidc` });
    await server.close();
  });

  it('streams an answer', async () => {
    const { server } = await serving();
    const response = await fetch(`${server.url}/serving-endpoints/local-echo/invocations`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'one two' }] }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await response.text()).toMatch(/^data: \{.*\n\ndata: \[DONE\]\n\n$/s);
    await server.close();
  });

  it('refuses a body over 16 MB with 413, declared or not', async () => {
    const { server } = await serving();
    const send = async (headers: Readonly<Record<string, string | number>>) => {
      const request = httpRequest(`${server.url}/api/2.0/secrets/put`, {
        method: 'POST',
        headers: { authorization, ...headers },
      });
      request.on('error', () => undefined);
      const chunk = Buffer.alloc(1024 * 1024);
      for (let index = 0; index < 17; index++) request.write(chunk);
      request.end();
      const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      return response.statusCode;
    };
    expect(await send({ 'transfer-encoding': 'chunked' })).toBe(413);
    expect(await send({ 'content-length': 17 * 1024 * 1024 })).toBe(413);
    await server.close();
  });

  it('stops although clients keep their connections, and lets go of the port and the workspace', async () => {
    const { server, workspace } = await serving();
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    await (await fetch(server.url + endpoints, { headers: { authorization } })).text();
    await Promise.all([server.close(), once(idle, 'close')]);
    await expect(fetch(server.url + endpoints)).rejects.toThrow();
    expect((await workspace.fetchTrusted(new Request(`http://x${endpoints}`))).status).toBe(500);
    const again = await localCaller();
    const next = await serveLocal(again.workspace, { port: server.port, clock: systemClock });
    await next.close();
  });

  it('lets an answer that is under way come to its end', async () => {
    let finish = (): void => undefined;
    const slow: LocalWorkspace = {
      fetch: () =>
        Promise.resolve(
          new Response(
            new ReadableStream({
              start: (controller) => {
                controller.enqueue(Buffer.from('first, '));
                finish = () => {
                  controller.enqueue(Buffer.from('last'));
                  controller.close();
                };
              },
            }),
          ),
        ),
      fetchTrusted: () => Promise.reject(new Error('not used')),
      close: () => Promise.resolve(),
    };
    const server = await serveLocal(slow, { port: 0, clock: systemClock });
    const response = await fetch(server.url);
    const stopped = server.close();
    finish();
    expect(await response.text()).toBe('first, last');
    await stopped;
  });

  it('cuts a stream that does not end by itself once the grace period is over', async () => {
    let closed = false;
    const endless: LocalWorkspace = {
      fetch: () =>
        Promise.resolve(new Response(new ReadableStream({ start: (c) => c.enqueue(Buffer.from('x')) }))),
      fetchTrusted: () => Promise.reject(new Error('not used')),
      close: () => {
        closed = true;
        return Promise.resolve();
      },
    };
    const server = await serveLocal(endless, { port: 0, clock: handClock(), grace: 5000 });
    const response = await fetch(server.url);
    const reading = response.text();
    await Promise.all([server.close(), expect(reading).rejects.toThrow()]);
    expect(closed).toBe(true);
  });

  it('says which port is taken', async () => {
    const { server } = await serving();
    const other = await localCaller();
    await expect(
      serveLocal(other.workspace, { port: server.port, clock: systemClock }),
    ).rejects.toMatchObject({
      code: 'LOCAL_SERVE',
      message: `port ${server.port} of 127.0.0.1 is in use`,
    });
    await server.close();
  });
});
