import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../../src/errors.ts';
import { readText } from '../../../src/http/body.ts';
import { withRetry, type RetryNote, type RetryOptions } from '../../../src/http/retry.ts';
import type { HttpRequest, RetryPolicy } from '../../../src/http/transport.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { answer, scriptedTransport, type Answer } from '../../helpers/scripted-transport.ts';

const get: HttpRequest = { method: 'GET', path: '/' };
const post: HttpRequest = { method: 'POST', path: '/' };
const ok = answer(200, { ok: true });

const refused = new ConnectionError('CONNECTION_REFUSED', 'refused', { retryable: true, ambiguous: false });
const reset = new ConnectionError('CONNECTION_CLOSED', 'reset', { retryable: true, ambiguous: true });
const untrusted = new ConnectionError('TLS', 'untrusted', { retryable: false, ambiguous: false });

function retrying(answers: readonly Answer[], options: Partial<RetryOptions> = {}) {
  const inner = scriptedTransport(...answers);
  const clock = fakeClock();
  const transport = withRetry(inner, { clock, random: () => 0, ...options });
  return { inner, clock, transport };
}

describe('withRetry', () => {
  const limited = answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down' });
  const exhausted = answer(400, { error_code: 'RESOURCE_EXHAUSTED', message: 'slow down' });
  const unready = answer(400, { error_code: 'BAD_REQUEST', message: 'worker env WorkerEnvId(x) not found' });

  it.each<[string, Answer, Record<RetryPolicy, boolean>]>([
    ['429', limited, { read: true, mutation: true, invocation: true, never: false }],
    ['503', answer(503), { read: true, mutation: true, invocation: true, never: false }],
    ['RESOURCE_EXHAUSTED', exhausted, { read: true, mutation: true, invocation: true, never: false }],
    ['500', answer(500), { read: true, mutation: false, invocation: false, never: false }],
    ['502', answer(502, '<html>'), { read: true, mutation: false, invocation: false, never: false }],
    ['504', answer(504), { read: true, mutation: false, invocation: false, never: false }],
    ['501', answer(501), { read: false, mutation: false, invocation: false, never: false }],
    ['a passing fault', unready, { read: true, mutation: false, invocation: false, never: false }],
    ['400', answer(400), { read: false, mutation: false, invocation: false, never: false }],
    ['401', answer(401), { read: false, mutation: false, invocation: false, never: false }],
    ['403', answer(403), { read: false, mutation: false, invocation: false, never: false }],
    ['404', answer(404), { read: false, mutation: false, invocation: false, never: false }],
    ['409', answer(409), { read: false, mutation: false, invocation: false, never: false }],
    ['connection refused', refused, { read: true, mutation: true, invocation: false, never: false }],
    ['connection reset', reset, { read: true, mutation: false, invocation: false, never: false }],
    ['TLS refused', untrusted, { read: false, mutation: false, invocation: false, never: false }],
  ])('after %s sends again what may be sent again', async (_, first, expected) => {
    for (const [policy, again] of Object.entries(expected)) {
      const { inner, transport } = retrying([first, ok]);
      await transport.send({ ...post, retry: policy as RetryPolicy }).catch(() => undefined);
      expect(inner.requests, policy).toHaveLength(again ? 2 : 1);
    }
  });

  it.each([
    ['GET', 2],
    ['HEAD', 2],
    ['POST', 1],
    ['PUT', 1],
    ['PATCH', 1],
    ['DELETE', 1],
  ] as const)('takes %s for what it is where no policy is given', async (method, attempts) => {
    const { inner, transport } = retrying([answer(500), ok]);
    await transport.send({ ...get, method });
    expect(inner.requests).toHaveLength(attempts);
  });

  it('numbers the attempts', async () => {
    const { inner, transport } = retrying([answer(500), answer(500), ok]);
    await transport.send(get);
    expect(inner.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, {}, 7000],
    ['a date', { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' }, {}, 30_000],
    ['a date in the past', { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }, {}, 250],
    ['zero seconds', { 'retry-after': '0' }, {}, 250],
    ['garbage', { 'retry-after': 'soon' }, {}, 200],
    ['a negative number', { 'retry-after': '-5' }, {}, 200],
    [
      'RetryInfo',
      {},
      { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retry_delay: '3.5s' }] },
      3500,
    ],
    [
      'both, where the header wins',
      { 'retry-after': '2' },
      { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retry_delay: '3.5s' }] },
      2000,
    ],
  ])('waits as long as the server asks by %s', async (_, headers, body, expected) => {
    const { clock, transport } = retrying([answer(429, body, headers), ok]);
    await transport.send(get);
    expect(clock.slept).toEqual([expected]);
  });

  it('waits longer each time, up to ten seconds, and never exactly the same', async () => {
    const failing = Array.from({ length: 13 }, () => answer(503));
    const least = retrying([...failing, ok]);
    await least.transport.send(get);
    expect(least.clock.slept).toEqual([
      200, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5000, 5000, 5000,
    ]);
    const most = retrying([...failing, ok], { random: () => 1 });
    await most.transport.send(get);
    expect(most.clock.slept).toEqual([
      600, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 10000, 10000, 10000,
    ]);
  });

  it('returns the last answer, body and all, when the budget is spent', async () => {
    const { clock, inner, transport } = retrying([answer(503, { message: 'down' })], { budgetMs: 10_000 });
    const response = await transport.send(get);
    expect(response.status).toBe(503);
    expect(await readText(response)).toBe('{"message":"down"}');
    expect(clock.monotonic()).toBeLessThanOrEqual(10_000);
    expect(inner.requests.length).toBeGreaterThan(3);
  });

  it('does not begin a wait that is longer than the budget', async () => {
    const { clock, transport } = retrying([answer(429, {}, { 'retry-after': '301' }), ok]);
    expect((await transport.send(get)).status).toBe(429);
    expect(clock.slept).toEqual([]);
  });

  it('does not begin a wait that is longer than the total timeout', async () => {
    const { clock, transport } = retrying([answer(429, {}, { 'retry-after': '31' }), ok]);
    expect((await transport.send({ ...get, timeouts: { total: 30_000 } })).status).toBe(429);
    expect(clock.slept).toEqual([]);
  });

  it('gives up on a server that does not answer at all after four attempts', async () => {
    const { inner, transport } = retrying([refused]);
    await expect(transport.send(get)).rejects.toBe(refused);
    expect(inner.requests).toHaveLength(4);
  });

  it('keeps to the most attempts that are asked for', async () => {
    const { inner, transport } = retrying([answer(503)], { maxAttempts: 2 });
    expect((await transport.send(get)).status).toBe(503);
    expect(inner.requests).toHaveLength(2);
  });

  it('tells of each retry', async () => {
    const notes: RetryNote[] = [];
    const { transport } = retrying([limited, refused, ok], { onRetry: (note) => void notes.push(note) });
    await transport.send(get);
    expect(notes).toMatchObject([
      { attempt: 1, delayMs: 200, waitedMs: 200, reason: '429 REQUEST_LIMIT_EXCEEDED' },
      { attempt: 2, delayMs: 1000, waitedMs: 1200, reason: 'refused' },
    ]);
  });

  it('tells whoever asked, too', async () => {
    let told = 0;
    const { transport } = retrying([limited, refused, ok]);
    await transport.send({ ...get, onRetry: () => told++ });
    expect(told).toBe(2);
  });

  it('stops waiting when the request is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const { inner, transport } = retrying([answer(503)], { onRetry: () => controller.abort(reason) });
    await expect(transport.send({ ...get, signal: controller.signal })).rejects.toBe(reason);
    expect(inner.requests).toHaveLength(1);
  });

  it('aborts an attempt that outlives the total timeout', async () => {
    const hangs: Answer = (request) =>
      new Promise((_, reject) => {
        request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error));
      });
    const { transport } = retrying([hangs]);
    await expect(transport.send({ ...get, timeouts: { total: 20 } })).rejects.toMatchObject({
      code: 'TOTAL_TIMEOUT',
      ambiguous: true,
    });
  });

  it.each([
    ['a fraction of a millisecond, as what is left of a wait has', 2_999.97],
    ['more than a timer holds', 2 ** 31],
  ])('takes a total timeout of %s', async (_, total) => {
    const inTime: Answer = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 10)); // longer than the timer that overflows
      request.signal?.throwIfAborted();
      return answer(200);
    };
    const { transport } = retrying([inTime]);
    expect((await transport.send({ ...get, timeouts: { total } })).status).toBe(200);
  });

  it('lets go of the answers that it does not return', async () => {
    let left = 0;
    const leaving = (): Answer => ({
      status: 503,
      headers: {},
      body: {
        async *[Symbol.asyncIterator]() {
          try {
            for (;;) yield new Uint8Array(1024 * 1024);
          } finally {
            left++;
          }
        },
      },
    });
    const { transport } = retrying([leaving(), leaving(), ok]);
    await transport.send(get);
    expect(left).toBe(2);
  });

  it('hands a good answer on without touching its body', async () => {
    const body = {
      [Symbol.asyncIterator]: (): AsyncIterator<Uint8Array> => {
        throw new Error('read');
      },
    };
    const { transport } = retrying([{ status: 200, headers: {}, body }]);
    expect((await transport.send(get)).body).toBe(body);
  });
});
