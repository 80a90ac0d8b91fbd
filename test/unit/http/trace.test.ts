import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../../src/errors.ts';
import { discard, readText } from '../../../src/http/body.ts';
import { SecretRegistry } from '../../../src/http/secret-registry.ts';
import { withTrace } from '../../../src/http/trace.ts';
import { answer, scriptedTransport, type Answer } from '../../helpers/scripted-transport.ts';

function tracing(given: Answer, secrets = new SecretRegistry()) {
  const lines: string[] = [];
  let now = 0;
  const transport = withTrace(scriptedTransport(given), (line) => lines.push(line), {
    secrets,
    monotonic: () => (now += 5),
  });
  return { lines, transport };
}

describe('withTrace', () => {
  it('tells of a request and its answer', async () => {
    const { lines, transport } = tracing(answer(200, { name: 'chat' }, { 'x-request-id': 'r-1' }));
    const response = await transport.send({
      method: 'POST',
      path: '/api/2.0/serving-endpoints',
      headers: { authorization: 'Bearer canary', accept: 'application/json' },
      body: '{"name":"chat"}',
      attempt: 2,
    });
    expect(await readText(response)).toBe('{"name":"chat"}');
    expect(lines).toEqual([
      '> POST /api/2.0/serving-endpoints (attempt 2)',
      '>   authorization: [redacted]',
      '>   accept: application/json',
      '>   {"name":"chat"}',
      '< 200 POST /api/2.0/serving-endpoints (5 ms)',
      '<   x-request-id: r-1',
      '<   {"name":"chat"}',
      '<   15 bytes (10 ms)',
    ]);
  });

  it('shows of the headers that a caller adds no value, however short', async () => {
    const { lines, transport } = tracing(answer(200));
    const headers = { 'x-pin': '0007', 'user-agent': 'servectl', 'x-databricks-org-id': '1' };
    await transport.send({ method: 'GET', path: '/a', headers });
    expect(lines).toContain('>   x-pin: [redacted]');
    expect(lines).toContain('>   user-agent: servectl');
    expect(lines.join()).not.toContain('0007');
  });

  it('tells of a failure', async () => {
    const { lines, transport } = tracing(
      new ConnectionError('DNS', 'x is not a known host name', { retryable: false, ambiguous: false }),
    );
    await expect(transport.send({ method: 'GET', path: '/a' })).rejects.toThrow('known host');
    expect(lines).toEqual([
      '> GET /a',
      '< no answer to GET /a (5 ms): ConnectionError: x is not a known host name',
    ]);
  });

  it('keeps line breaks and escape sequences of a server from the terminal', async () => {
    const { lines, transport } = tracing(answer(200, 'a\u001b[2Jb\nc\u009b', { 'x-a': 'b\u001b]0;t\u0007' }));
    await readText(await transport.send({ method: 'GET', path: '/a' }));
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
    expect(lines).toContain('<   a\\u001b[2Jb\\nc\\u009b');
  });

  it('shows the beginning of a long body', async () => {
    const { lines, transport } = tracing(answer(200, 'x y '.repeat(1000)));
    await readText(await transport.send({ method: 'GET', path: '/a' }));
    expect(lines.at(-2)).toMatch(/^< {3}.{2000}… \(2000 more characters\)$/);
  });

  it('tells of a body that its reader leaves', async () => {
    const { lines, transport } = tracing(answer(200, 'abc'));
    const response = await transport.send({ method: 'GET', path: '/a' });
    for await (const chunk of response.body) {
      expect(chunk).toHaveLength(3);
      break;
    }
    expect(lines.slice(-2)).toEqual(['<   abc', '<   3 bytes (10 ms)']);
  });

  it('lets go of a body that nobody began to read', async () => {
    let left = false;
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => expect.fail('it was read'),
        return: async () => {
          left = true;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const { transport } = tracing({ status: 500, headers: {}, body });
    await discard(await transport.send({ method: 'GET', path: '/a' }));
    expect(left).toBe(true);
  });

  it('shows no secret that the run knows of, wherever it stands', async () => {
    const canary = 'canary 4711"ü';
    const secrets = new SecretRegistry();
    secrets.add(canary);
    const { lines, transport } = tracing(
      answer(400, { message: `you sent ${canary}` }, { 'x-echo': canary }),
      secrets,
    );
    const response = await transport.send({
      method: 'POST',
      path: `/a/${encodeURIComponent(canary)}`,
      headers: { 'x-note': canary },
      body: JSON.stringify({ text: canary }),
    });
    await readText(response);
    expect(lines.join('\n')).not.toMatch(/canary|4711/);
  });
});
