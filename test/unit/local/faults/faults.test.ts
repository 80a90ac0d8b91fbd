import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectionError, UnexpectedAnswerError } from '../../../../src/errors.ts';
import { readBytes, readJson } from '../../../../src/http/body.ts';
import type { HttpResponse, Method, Transport } from '../../../../src/http/transport.ts';
import { parseFaultRule } from '../../../../src/local/faults/parse.ts';
import type { RequestLogEntry } from '../../../../src/local/options.ts';
import { localTransport } from '../../../../src/local/transport.ts';
import { handClock, type HandClock, localCaller } from '../../../helpers/local.ts';

const scopes = '/api/2.0/secrets/scopes/list';
const createScope = '/api/2.0/secrets/scopes/create';

interface Faulty {
  readonly transport: Transport;
  readonly clock: HandClock;
  /** One line a request: method, path, status, whether it was handled, faults. */
  readonly log: readonly string[];
  readonly send: (method: Method, path: string, body?: unknown) => Promise<HttpResponse>;
  readonly scopes: () => Promise<readonly string[]>;
}

async function faulty(...rules: readonly string[]): Promise<Faulty> {
  const log: string[] = [];
  const clock = handClock();
  const { workspace } = await localCaller({
    clock,
    faults: rules.map(parseFaultRule),
    onRequest: ({ method, path, status, handled, faults }: RequestLogEntry) =>
      log.push([method, path, status ?? 'lost', handled ? 'handled' : 'kept out', ...faults].join(' ')),
  });
  const transport = localTransport(workspace);
  onTestFinished(() => transport.close());
  const send: Faulty['send'] = (method, path, body) =>
    transport.send({ method, path, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return {
    transport,
    clock,
    log,
    send,
    scopes: async () => {
      const answer = (await readJson(await send('GET', scopes))) as { scopes?: { name: string }[] };
      return (answer.scopes ?? []).map(({ name }) => name);
    },
  };
}

const reset = { code: 'CONNECTION_CLOSED', ambiguous: true, retryable: true };

describe('a rule', () => {
  it('counts the requests that match it: first some pass, then some are harmed, then all pass', async () => {
    const { send } = await faulty(`GET ${scopes} 503 skip=1 times=2`);
    const statuses: number[] = [];
    for (let request = 0; request < 5; request++) statuses.push((await send('GET', scopes)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
  });

  it('matches its method, and the path up to the stars in it', async () => {
    const { send } = await faulty('POST /api/2.0/*/scopes/* 409', 'GET /api/2.0/secret 409');
    expect((await send('POST', createScope, { scope: 'a' })).status).toBe(409);
    expect((await send('GET', scopes)).status).toBe(200);
  });

  it('hides what it answers from the rules behind it', async () => {
    const { send } = await faulty('* * 500 times=1', '* * 501 times=1');
    expect((await send('GET', scopes)).status).toBe(500);
    expect((await send('GET', scopes)).status).toBe(501);
    expect((await send('GET', scopes)).status).toBe(200);
  });
});

describe('a status', () => {
  it('comes with an envelope of its kind, a Retry-After and the headers of a workspace', async () => {
    const { send, log } = await faulty('* * 429 retry-after=7');
    const response = await send('GET', scopes);
    expect(response.status).toBe(429);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json',
      'retry-after': '7',
      'x-request-id': expect.any(String) as unknown,
    });
    expect(await readJson(response)).toEqual({
      error_code: 'REQUEST_LIMIT_EXCEEDED',
      message: 'An injected fault: 429 Too Many Requests.',
    });
    expect(log).toEqual([`GET ${scopes} 429 kept out status`]);
  });

  it('may come as a page, or as any text', async () => {
    const { send } = await faulty('GET * 200 body=html times=1', `GET * 200 body='{"a":'`);
    const page = await send('GET', scopes);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    await expect(readJson(page)).rejects.toThrow('is an HTML page');
    await expect(readJson(await send('GET', scopes))).rejects.toMatchObject({ truncated: true });
  });

  it('is instead of the work, or after it', async () => {
    const { send, scopes: list, log } = await faulty('POST * 504 times=1', 'POST * 504 when=after');
    expect((await send('POST', createScope, { scope: 'a' })).status).toBe(504);
    expect(await list()).toEqual([]);
    const late = await send('POST', createScope, { scope: 'a' });
    expect(late.status).toBe(504);
    expect(await readJson(late)).toMatchObject({ error_code: 'DEADLINE_EXCEEDED' });
    expect(await list()).toEqual(['a']);
    expect(log.filter((line) => line.startsWith('POST'))).toEqual([
      `POST ${createScope} 504 kept out status`,
      `POST ${createScope} 504 handled status`,
    ]);
  });
});

describe('a reset', () => {
  it('before the handler leaves nothing done', async () => {
    const { send, scopes: list, log } = await faulty('POST * reset-before');
    const sent = send('POST', createScope, { scope: 'a' });
    await expect(sent).rejects.toBeInstanceOf(ConnectionError);
    await expect(sent).rejects.toMatchObject({
      ...reset,
      message: 'the local workspace closed the connection before it answered',
    });
    expect(await list()).toEqual([]);
    expect(log[0]).toBe(`POST ${createScope} lost kept out reset-before`);
  });

  it('after the handler loses the answer alone', async () => {
    const { send, scopes: list, log } = await faulty('POST * reset-after');
    await expect(send('POST', createScope, { scope: 'a' })).rejects.toMatchObject(reset);
    expect(await list()).toEqual(['a']);
    expect(log[0]).toBe(`POST ${createScope} lost handled reset-after`);
  });
});

describe('a body', () => {
  it('that is truncated breaks off after its first half', async () => {
    const { send } = await faulty('GET * truncate times=1');
    const read = readJson(await send('GET', scopes));
    await expect(read).rejects.toBeInstanceOf(UnexpectedAnswerError);
    await expect(read).rejects.toMatchObject({
      truncated: true,
      message: 'the answer of the local workspace broke off after 1 bytes',
    });
  });

  it('that is truncated cleanly is half a document', async () => {
    const { send } = await faulty('GET * truncate end=clean');
    await expect(readJson(await send('GET', scopes))).rejects.toMatchObject({
      truncated: true,
      message: 'the answer broke off in the middle of its JSON',
    });
  });

  it('that drips is whole in the end, and takes its time', async () => {
    const path = '/api/2.0/serving-endpoints';
    const whole = await readBytes(await (await faulty()).send('GET', path));
    const { send, clock } = await faulty('GET * drip=100ms');
    const start = clock.now();
    const body = await readBytes(await send('GET', path));
    expect(body).toHaveLength(whole.length);
    expect(JSON.parse(Buffer.from(body).toString())).toHaveProperty('endpoints');
    expect(clock.now() - start).toBe(Math.ceil(whole.length / 64) * 100);
  });
});

describe('a delay', () => {
  it('holds the request back by the clock', async () => {
    const { send, clock } = await faulty('* * delay=2s');
    const start = clock.now();
    expect((await send('GET', scopes)).status).toBe(200);
    expect(clock.now() - start).toBe(2000);
  });
});

describe('a stale read', () => {
  it('shows the state before the last write, as often as it is told to', async () => {
    const { send, scopes: list } = await faulty(`GET ${scopes} stale times=2`);
    expect(await list()).toEqual([]);
    await send('POST', createScope, { scope: 'a' });
    await send('POST', createScope, { scope: 'b' });
    expect(await list()).toEqual(['a']);
    expect(await list()).toEqual(['a']);
    expect(await list()).toEqual(['a', 'b']);
  });

  it('of an endpoint that was not there says so, and leaves its deployment alone', async () => {
    const path = '/api/2.0/serving-endpoints';
    const { send } = await faulty(`GET ${path}/* stale times=1`);
    const config = {
      served_entities: [{ entity_name: 'local-echo', entity_version: '1', scale_to_zero_enabled: true }],
    };
    expect((await send('POST', path, { name: 'new', config })).status).toBe(200);
    expect((await send('GET', `${path}/new`)).status).toBe(404);
    // The first look that counts: it shows the deployment under way.
    expect(await readJson(await send('GET', `${path}/new`))).toMatchObject({
      state: { config_update: 'IN_PROGRESS' },
    });
  });

  it('of secrets and permissions knows what was granted and stored', async () => {
    const { send } = await faulty('GET * stale');
    await send('POST', createScope, { scope: 'a' });
    await send('POST', '/api/2.0/secrets/put', { scope: 'a', key: 'k', string_value: 'old' });
    await send('POST', '/api/2.0/secrets/put', { scope: 'a', key: 'k', string_value: 'new' });
    const secret = await send('GET', '/api/2.0/secrets/get?scope=a&key=k');
    expect(await readJson(secret)).toEqual({ key: 'k', value: Buffer.from('old').toString('base64') });
    await send('POST', '/api/2.0/secrets/acls/put', { scope: 'a', principal: 'us', permission: 'READ' });
    const acls = await readJson(await send('GET', '/api/2.0/secrets/acls/list?scope=a'));
    expect(acls).toEqual({ items: [{ principal: 'local-user@localhost', permission: 'MANAGE' }] });
  });
});
