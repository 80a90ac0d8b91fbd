import { describe, expect, it } from 'vitest';
import { createApi } from '../../../src/client/call.ts';
import { driverApp } from '../../../src/client/driver-proxy.ts';
import { createWorkspaceClient } from '../../../src/client/workspace-client.ts';
import { ConnectionError, ServectlError, UnexpectedAnswerError, UsageError } from '../../../src/errors.ts';
import { ExitCode } from '../../../src/exit-codes.ts';
import { answer, scriptedTransport, type Answer } from '../../helpers/scripted-transport.ts';

const app = { cluster: '0923-164208-meows279', port: 7777 };

function ask(reply: Answer, where: Partial<Parameters<typeof proxied>[0]> = {}) {
  return proxied({ ...app, ...where }, reply);
}

function proxied(where: { cluster: string; port: number; org?: string; path?: string }, reply: Answer) {
  const transport = scriptedTransport(reply);
  const asked = createWorkspaceClient(transport).query.driverProxy(where, { prompt: 'hi', stop: ['.'] });
  return { asked, transport };
}

describe("an app on a cluster's driver", () => {
  it.each([
    [{}, '/driver-proxy-api/o/0/0923-164208-meows279/7777'],
    [{ org: '42' }, '/driver-proxy-api/o/42/0923-164208-meows279/7777'],
    [{ path: '/' }, '/driver-proxy-api/o/0/0923-164208-meows279/7777'],
    [
      { path: '/v1/chat/completions?a=b' },
      '/driver-proxy-api/o/0/0923-164208-meows279/7777/v1/chat/completions?a=b',
    ],
    [{ cluster: 'a/b' }, '/driver-proxy-api/o/0/a%2Fb/7777'],
  ])('is asked by the proxy of the workspace: %j', async (where, path) => {
    const { asked, transport } = ask(answer(200, '"fine"'), where);
    await asked;
    expect(transport.requests).toMatchObject([
      { method: 'POST', path, body: '{"prompt":"hi","stop":["."]}', retry: 'invocation' },
    ]);
  });

  it.each([
    ['"fine"', 'fine'],
    ['["fine"]', ['fine']],
    ['3', 3],
    ['null', null],
    ['just words', 'just words'],
    ['<think>hm</think> yes', '<think>hm</think> yes'],
    ['', undefined],
  ])('answers with any JSON or with text: %s', async (text, body) => {
    expect((await ask(answer(200, text)).asked).body).toEqual(body);
  });

  it('is not taken for a page of the workspace', async () => {
    await expect(ask(answer(200, '<!DOCTYPE html><title>Sign in</title>')).asked).rejects.toThrow(
      UnexpectedAnswerError,
    );
  });

  it.each([
    [404, 'nothing there', ExitCode.notFound],
    [502, 'bad gateway', ExitCode.unavailable],
  ])('that answers %i is told with its place', async (status, text, exitCode) => {
    const error: unknown = await ask(answer(status, text)).asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServectlError);
    expect(error).toMatchObject({
      exitCode,
      message: `port 7777 on the driver of cluster 0923-164208-meows279 answers ${String(status)}: ${text}`,
      hint: expect.stringContaining('listens on 0.0.0.0:7777') as unknown,
    });
  });

  it('that fails is told with its place, and where to look', async () => {
    await expect(ask(answer(500, 'Traceback')).asked).rejects.toMatchObject({
      exitCode: ExitCode.unavailable,
      message: 'port 7777 on the driver of cluster 0923-164208-meows279 answers 500: Traceback',
      hint: expect.stringContaining("the driver's log") as unknown,
    });
  });

  it('keeps what else the workspace refuses', async () => {
    await expect(ask(answer(403, { message: 'no attach' })).asked).rejects.toMatchObject({
      exitCode: ExitCode.auth,
      message: 'no attach',
    });
  });

  it('cannot be a cluster without a name', async () => {
    await expect(ask(answer(200), { cluster: '' }).asked).rejects.toThrow(UsageError);
  });

  it('may stream', async () => {
    const transport = scriptedTransport(answer(200, 'data: {"a":1}\n\ndata: [DONE]\n\n'));
    const stream = createWorkspaceClient(transport).query.driverProxyStream(app, { prompt: 'hi' });
    const chunks: unknown[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toEqual([{ a: 1 }]);
    expect(transport.requests[0]?.body).toBe('{"prompt":"hi","stream":true}');
  });

  it.each(['"fine"', 'fine', 'fine,\nsir\n'])(
    'that answers with a text, %j, where a stream is read is refused by name',
    async (text) => {
      const transport = scriptedTransport(answer(200, text, { 'content-type': 'text/plain' }));
      const stream = createWorkspaceClient(transport).query.driverProxyStream(app, { prompt: 'hi' });
      await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow('is a text, not a stream');
    },
  );
});

describe('an app on this machine', () => {
  it('is asked at its own path', async () => {
    const transport = scriptedTransport(answer(200, '"fine"'));
    const { body } = await driverApp(createApi(transport), { port: 7777 }).invoke({ prompt: 'hi' });
    expect(body).toBe('fine');
    expect(transport.requests[0]?.path).toBe('/');
  });

  it.each<[string, Answer, string]>([
    ['has no such path', answer(404, 'nope'), '--driver-path'],
    ['fails', answer(500, 'Traceback'), 'look at its output'],
    ['is overloaded', answer(503, 'later'), 'look at its output'],
    ['redirects', new UnexpectedAnswerError('redirect', { hint: 'DATABRICKS_HOST' }), '--driver-path'],
  ])('that %s is told with what to do', async (_what, reply, advice) => {
    const asked = driverApp(createApi(scriptedTransport(reply)), { port: 7777 }).invoke({});
    await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining(advice) as unknown });
  });

  it('that does not run is told with what to do', async () => {
    const refused = new ConnectionError('CONNECTION_REFUSED', '127.0.0.1:7777 refused the connection', {
      retryable: true,
      ambiguous: false,
    });
    const asked = driverApp(createApi(scriptedTransport(refused)), { port: 7777 }).invoke({});
    await expect(asked).rejects.toMatchObject({
      hint: 'start the app there; the app of another machine is asked with --cluster-id',
    });
  });
});
