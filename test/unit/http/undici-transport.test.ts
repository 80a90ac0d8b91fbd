import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectionError, UnexpectedAnswerError } from '../../../src/errors.ts';
import { discard, readJson, readText } from '../../../src/http/body.ts';
import type { HttpRequest, Transport } from '../../../src/http/transport.ts';
import { openHttpTransport, type HttpTransportOptions } from '../../../src/http/undici-transport.ts';
import { startProxy } from '../../helpers/connect-proxy.ts';
import { closedPort, cut, json, silence, startServer, text } from '../../helpers/http-server.ts';
import { authority, authorityPath, selfSigned, signed } from '../../helpers/tls.ts';

const list: HttpRequest = { method: 'GET', path: '/api/2.0/serving-endpoints' };
const opened: Transport[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

function open(origin: string, options: Partial<HttpTransportOptions> = {}): Transport {
  const transport = openHttpTransport({ origin, userAgent: 'servectl/test', ...options });
  opened.push(transport);
  return transport;
}

/** The error that `promise` ends in. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );

describe('a request', () => {
  it('arrives with its method, path, headers and body, and the answer comes back', async () => {
    await using server = await startServer(json(201, { name: 'chat' }, { 'X-Request-Id': 'r1' }));
    const response = await open(server.origin).send({
      method: 'POST',
      path: '/api/2.0/serving-endpoints?a=b%20c',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"chät"}',
    });
    expect(response.status).toBe(201);
    expect(response.headers['x-request-id']).toBe('r1');
    expect(await readJson(response)).toEqual({ name: 'chat' });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        path: '/api/2.0/serving-endpoints?a=b%20c',
        body: '{"name":"chät"}',
        headers: {
          'content-type': 'application/json',
          'content-length': '16',
          'user-agent': 'servectl/test',
        },
      },
    ]);
  });

  it('uses the connection of the one before it', async () => {
    await using server = await startServer(json(200, {}));
    const transport = open(server.origin);
    for (let n = 0; n < 3; n++) await readText(await transport.send(list));
    expect(server.seen).toHaveLength(3);
    expect(server.connections).toBe(1);
  });

  it('keeps to the limit of connections', async () => {
    await using server = await startServer(json(200, {}));
    const transport = open(server.origin, { connections: 2 });
    await Promise.all(Array.from({ length: 8 }, async () => readText(await transport.send(list))));
    expect(server.seen).toHaveLength(8);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it('asks for gzip and undoes it, across many chunks', async () => {
    const long = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n, square: n * n })));
    await using server = await startServer(text(200, gzipSync(long), { 'content-encoding': 'gzip' }));
    const response = await open(server.origin).send(list);
    expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip');
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(await readText(response)).toBe(long);
  });

  it('does not ask for gzip where a stream is asked for', async () => {
    await using server = await startServer(text(200, 'data: 1\n\n'));
    await readText(await open(server.origin).send({ ...list, headers: { accept: 'text/event-stream' } }));
    expect(server.seen[0]?.headers['accept-encoding']).toBeUndefined();
  });

  it('refuses an encoding that was not asked for', async () => {
    await using server = await startServer(text(200, 'xx', { 'content-encoding': 'br' }));
    await expect(open(server.origin).send(list)).rejects.toThrow('encoded as "br"');
  });

  it('says that a compressed answer broke off', async () => {
    const half = gzipSync('x'.repeat(10_000)).subarray(0, 20);
    await using server = await startServer(text(200, half, { 'content-encoding': 'gzip' }));
    const error = await failure(
      open(server.origin)
        .send(list)
        .then((response) => readText(response)),
    );
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ truncated: true });
  });

  it('hands on chunks as they come, and pauses the server while nobody reads', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let written = 0;
    await using server = await startServer(async (_, response) => {
      for (let n = 0; n < 200; n++) {
        written += chunk.byteLength;
        if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    });
    const response = await open(server.origin).send(list);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Sockets buffer some megabytes; without a pause all 50 MiB would have been taken.
    expect(written).toBeLessThan(40 * 1024 * 1024);
    let length = 0;
    for await (const part of response.body) length += part.byteLength;
    expect(length).toBe(200 * chunk.byteLength);
  });
});

describe('a compressed answer', () => {
  it('lets go of its connection when nobody reads it', async () => {
    const closed = deferred();
    await using server = await startServer((_, response, socket) => {
      socket.on('close', () => closed.resolve(undefined));
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write('x');
    });
    await discard(await open(server.origin).send(list));
    await closed.promise;
  });
});

describe('an interruption', () => {
  it('ends a request that waits for its answer with the reason of the signal', async () => {
    await using server = await startServer(silence);
    const controller = new AbortController();
    const sent = open(server.origin).send({ ...list, signal: controller.signal });
    const reason = new Error('stop');
    setTimeout(() => controller.abort(reason), 20);
    expect(await failure(sent)).toBe(reason);
  });

  it('sends nothing where the signal is aborted already', async () => {
    await using server = await startServer(json(200, {}));
    const reason = new Error('stop');
    expect(await failure(open(server.origin).send({ ...list, signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
    expect(server.seen).toHaveLength(0);
  });

  it('ends a body in the middle', async () => {
    await using server = await startServer((_, response) => void response.write('first'));
    const controller = new AbortController();
    const response = await open(server.origin).send({ ...list, signal: controller.signal });
    const reason = new Error('stop');
    const read = (async () => {
      for await (const chunk of response.body) {
        expect(Buffer.from(chunk).toString()).toBe('first');
        controller.abort(reason);
      }
    })();
    expect(await failure(read)).toBe(reason);
  });

  it('of the reader, who leaves the body early, closes the connection', async () => {
    const closed = deferred();
    await using server = await startServer((_, response, socket) => {
      socket.on('close', () => closed.resolve(undefined));
      response.write('first');
    });
    const response = await open(server.origin).send(list);
    await discard(response);
    await closed.promise;
  });
});

function deferred(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => undefined;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('many requests at once', () => {
  it('listen to one signal without a warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    await using server = await startServer(json(200, {}));
    const transport = open(server.origin, { connections: 4 });
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 64 }, async () => readText(await transport.send({ ...list, signal }))),
    );
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});

describe('a failure', () => {
  it('to connect is told with the host, and is not ambiguous', async () => {
    const port = await closedPort();
    const error = await failure(open(`http://127.0.0.1:${String(port)}`).send(list));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: `127.0.0.1:${String(port)} refused the connection`,
      retryable: true,
      ambiguous: false,
      exitCode: 9,
    });
  });

  it('to connect to a name with two addresses is told in the same way', async () => {
    const port = await closedPort();
    expect(await failure(open(`http://localhost:${String(port)}`).send(list))).toMatchObject({
      code: 'CONNECTION_REFUSED',
      ambiguous: false,
    });
  });

  it.each<[string, Partial<HttpTransportOptions>, Partial<HttpRequest>]>([
    ['of the transport', { timeouts: { connect: 50 } }, {}],
    ['of the request', {}, { timeouts: { connect: 50 } }],
  ])('to connect within the time %s is told, and is not ambiguous', async (_, options, request) => {
    // It takes connections, and never does its part of the TLS handshake.
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = open(`https://127.0.0.1:${String(port)}`, options).send({ ...list, ...request });
    expect(await failure(sent)).toMatchObject({ code: 'CONNECT_TIMEOUT', retryable: true, ambiguous: false });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('to get an answer before the connection closes is ambiguous', async () => {
    await using server = await startServer(cut);
    const error = await failure(open(server.origin).send({ ...list, method: 'POST' }));
    expect(error).toMatchObject({ code: 'CONNECTION_CLOSED', retryable: true, ambiguous: true });
  });

  it('to get an answer in time is ambiguous', async () => {
    await using server = await startServer(silence);
    const sent = open(server.origin).send({ ...list, timeouts: { inactivity: 50 } });
    expect(await failure(sent)).toMatchObject({ code: 'INACTIVITY_TIMEOUT', ambiguous: true, exitCode: 9 });
  });

  it('to get the rest of an answer in time ends the body', async () => {
    await using server = await startServer((_, response) => void response.write('first'));
    const response = await open(server.origin).send({ ...list, timeouts: { inactivity: 50 } });
    expect(await failure(readText(response))).toMatchObject({ code: 'INACTIVITY_TIMEOUT' });
  });

  it.each([
    ['chunked', {}],
    ['of a known length', { 'content-length': '100' }],
  ])('of an answer that breaks off, %s, is a truncated answer', async (_, headers) => {
    await using server = await startServer((_request, response, socket) => {
      response.writeHead(200, headers);
      response.write('{"name":');
      setTimeout(() => socket.destroy(), 20);
    });
    const error = await failure(readText(await open(server.origin).send(list)));
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ truncated: true, exitCode: 1 });
  });

  it('of a server that speaks no HTTP is told as that', async () => {
    await using server = await startServer(
      (_, _response, socket) => void socket.end('SSH-2.0-OpenSSH\r\n\r\n'),
    );
    expect(await failure(open(server.origin).send(list))).toMatchObject({
      name: 'UnexpectedAnswerError',
      message: expect.stringContaining('is not HTTP') as string,
    });
  });

  it('of a header with a line break names the header and not its value', async () => {
    await using server = await startServer(json(200, {}));
    const error = await failure(
      open(server.origin).send({ ...list, headers: { authorization: 'Bearer a\nb' } }),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain('authorization');
    expect(String(error)).not.toContain('Bearer');
    expect(server.seen).toHaveLength(0);
  });
});

describe('a redirect', () => {
  it('is refused, and its target gets no request', async () => {
    await using target = await startServer(json(200, {}));
    await using server = await startServer(text(302, '', { location: `${target.origin}/login?secret=1` }));
    const error = await failure(
      open(server.origin).send({ ...list, headers: { authorization: 'Bearer dapi1' } }),
    );
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(String(error)).toContain(`127.0.0.1:${String(target.port)}`);
    expect(String(error)).not.toContain('secret');
    expect(target.seen).toHaveLength(0);
  });

  it('to the login page of a private link is an ApiError that says so', async () => {
    await using server = await startServer(
      text(302, '', { location: '/login.html?error=private-link-validation-error:123' }),
    );
    expect(await failure(open(server.origin).send(list))).toMatchObject({
      name: 'ApiError',
      code: 'PRIVATE_LINK_VALIDATION_ERROR',
      status: 403,
      exitCode: 4,
    });
  });
});

describe('TLS', () => {
  it('refuses an unknown authority, without a retry', async () => {
    await using server = await startServer(json(200, {}), { tls: signed });
    expect(await failure(open(server.origin).send(list))).toMatchObject({
      code: 'TLS',
      exitCode: 1,
      retryable: false,
      ambiguous: false,
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
    });
    expect(server.seen).toHaveLength(0);
  });

  it('takes the authority that the options name', async () => {
    await using server = await startServer(json(200, {}), { tls: signed });
    expect((await open(server.origin, { ca: [authority] }).send(list)).status).toBe(200);
  });

  it.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])(
    'takes the authorities that %s names',
    async (name) => {
      await using server = await startServer(json(200, {}), { tls: signed });
      expect((await open(server.origin, { env: { [name]: authorityPath } }).send(list)).status).toBe(200);
    },
  );

  it('keeps NODE_EXTRA_CA_CERTS beside a bundle', async () => {
    await using server = await startServer(json(200, {}), { tls: signed });
    const other = new URL('../../fixtures/tls/other-cert.pem', import.meta.url).pathname;
    const env = { SSL_CERT_FILE: other, NODE_EXTRA_CA_CERTS: authorityPath };
    expect((await open(server.origin, { env }).send(list)).status).toBe(200);
  });

  it('names the variable whose file cannot be read', async () => {
    await using server = await startServer(json(200, {}), { tls: signed });
    const sent = open(server.origin, { env: { SSL_CERT_FILE: '/no/such.pem' } }).send(list);
    expect(await failure(sent)).toMatchObject({
      name: 'ConfigError',
      exitCode: 4,
      message: expect.stringContaining('SSL_CERT_FILE') as string,
    });
  });

  it('needs no bundle of certificates for plain HTTP', async () => {
    await using server = await startServer(json(200, {}));
    const sent = open(server.origin, { env: { SSL_CERT_FILE: '/no/such.pem' } }).send(list);
    expect((await sent).status).toBe(200);
  });

  it('refuses a certificate for another name', async () => {
    await using server = await startServer(json(200, {}), { tls: selfSigned });
    expect(await failure(open(server.origin, { ca: [selfSigned.cert] }).send(list))).toMatchObject({
      code: 'TLS',
      message: expect.stringContaining('for another name') as string,
    });
  });

  it('takes any certificate where that is asked for', async () => {
    await using server = await startServer(json(200, {}), { tls: selfSigned });
    expect((await open(server.origin, { insecure: true }).send(list)).status).toBe(200);
  });

  it('says so where the port speaks plain http', async () => {
    await using server = await startServer(json(200, {}));
    const sent = open(server.origin.replace('http:', 'https:')).send(list);
    expect(await failure(sent)).toMatchObject({ code: 'TLS', exitCode: 1, ambiguous: false });
  });
});

describe('a proxy of the environment', () => {
  it('is asked to tunnel https, with its user and password', async () => {
    await using server = await startServer(json(200, {}), { tls: signed });
    await using proxy = await startProxy({ resolve: () => ({ host: '127.0.0.1', port: server.port }) });
    const env = { HTTPS_PROXY: proxy.url.replace('//', '//me:pw%40@') };
    const transport = open('https://workspace.test', { env, ca: [authority] });
    expect((await transport.send(list)).status).toBe(200);
    expect(proxy.seen).toEqual(['CONNECT workspace.test:443']);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('me:pw@').toString('base64')}`]);
    expect(server.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('is handed plain http whole', async () => {
    await using server = await startServer(json(200, {}));
    await using proxy = await startProxy({ resolve: () => ({ host: '127.0.0.1', port: server.port }) });
    const transport = open('http://workspace.test', { env: { http_proxy: proxy.url } });
    expect((await transport.send(list)).status).toBe(200);
    expect(proxy.seen).toEqual(['GET http://workspace.test/api/2.0/serving-endpoints']);
  });

  it('is passed by for loopback', async () => {
    await using server = await startServer(json(200, {}));
    await using proxy = await startProxy({ resolve: () => ({ host: '127.0.0.1', port: server.port }) });
    expect((await open(server.origin, { env: { HTTP_PROXY: proxy.url } }).send(list)).status).toBe(200);
    expect(proxy.seen).toEqual([]);
  });

  it.each([407, 403])('that refuses with %i is named, without its password', async (status) => {
    await using proxy = await startProxy({
      refuseWith: status,
      resolve: () => ({ host: '127.0.0.1', port: 1 }),
    });
    const env = { HTTPS_PROXY: proxy.url.replace('//', '//me:hunter2@') };
    const error = await failure(open('https://workspace.test', { env }).send(list));
    expect(error).toMatchObject({
      code: 'PROXY',
      message: `the proxy ${new URL(proxy.url).host} refused to connect to workspace.test (${String(status)})`,
      retryable: false,
      ambiguous: false,
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  });

  it('that is down is named', async () => {
    const port = await closedPort();
    const env = { HTTPS_PROXY: `127.0.0.1:${String(port)}` };
    expect(await failure(open('https://workspace.test', { env }).send(list))).toMatchObject({
      message: `the proxy 127.0.0.1:${String(port)} refused the connection`,
      hint: expect.stringContaining('HTTPS_PROXY') as string,
    });
  });
});
