import { describe, expect, it } from 'vitest';
import { withRetry } from '../../../src/http/retry.ts';
import { fakeClock } from '../../helpers/fake-host.ts';
import { run } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

/** A clock that only the server moves on. */
function serverClock() {
  let at = 0;
  return {
    ...fakeClock(),
    monotonic: () => at,
    pass: (ms: number) => (at += ms),
    sleep: () => new Promise<never>(() => undefined),
  };
}

const headers = { 'served-model-name': 'gpt-1', 'x-request-id': 'req-7' };
const usage = { prompt_tokens: 3, completion_tokens: 11, total_tokens: 14 };
const frame = (content: string, more: object = {}, finish_reason: string | null = null) =>
  Buffer.from(
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }], ...more })}\n\n`,
  );

/** 300 ms to the first word, then ten more in 500 ms. */
function talking(told: object) {
  const clock = serverClock();
  const body = (async function* () {
    clock.pass(300);
    yield frame('one');
    clock.pass(500);
    yield frame(' eleven', told, 'stop');
    clock.pass(10);
  })();
  const transport = scriptedTransport({ status: 200, headers, body });
  return (flags: string) => run(`endpoints predict chat --prompt x --timing ${flags}`, { transport, clock });
}

describe('predict --timing', () => {
  it('tells of a stream when it began to speak, and how fast it spoke', async () => {
    const { stdout, stderr } = await talking({ usage })('--stream');
    expect(stdout).toBe('one eleven\n');
    expect(stderr.split('\n')).toEqual([
      'time to first token  300 ms',
      'total                810 ms',
      'tokens per second    20 (11 tokens)',
      'retries              0',
      'served model         gpt-1',
      'request id           req-7',
      '',
    ]);
  });

  it('says that the speed is unknown where no usage is told, and gives that of the chunks', async () => {
    const { stderr } = await talking({})('--stream');
    expect(stderr).toContain('tokens per second    unknown: the answer tells no usage (2 chunks per second)');
  });

  it('takes an answer that came at once for no measure of speed', async () => {
    const clock = serverClock();
    const body = (async function* () {
      clock.pass(1_000);
      yield frame('one');
      clock.pass(1);
      yield frame(' eleven', { usage }, 'stop');
    })();
    const transport = scriptedTransport({ status: 200, headers, body });
    const { stderr } = await run('endpoints predict chat --prompt x --stream --timing', { transport, clock });
    expect(stderr).toContain('tokens per second    11 (11 tokens)');
  });

  it('is asked for, so that -q does not silence it', async () => {
    expect((await talking({ usage })('--stream -q')).stderr).toContain('retries              0');
  });

  it('is one object on stderr for programs; stdout stays the answer', async () => {
    const { stdout, stderr } = await talking({ usage })('--stream -o ndjson');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(JSON.parse(stderr)).toEqual({
      timing: {
        time_to_first_token_ms: 300,
        total_ms: 810,
        completion_tokens: 11,
        tokens_per_second: 20,
        chunks: 2,
        chunks_per_second: 2,
        retries: 0,
        served_model: 'gpt-1',
        request_id: 'req-7',
      },
    });
  });

  it('of a whole answer tells the whole time', async () => {
    const clock = serverClock();
    const transport = scriptedTransport(() => {
      clock.pass(2_000);
      return answer(200, { choices: [{ message: { content: 'hi' } }], usage });
    });
    const { stderr } = await run('endpoints predict chat --prompt x --timing', { transport, clock });
    expect(stderr.split('\n')).toEqual([
      'total                2.00 s',
      'tokens per second    5.5 (11 tokens)',
      'retries              0',
      '',
    ]);
  });

  it('counts the tries that failed before', async () => {
    const busy = answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down' });
    const wire = scriptedTransport(busy, busy, answer(200, { predictions: ['x'] }));
    const transport = withRetry(wire, { clock: fakeClock(), random: () => 0 });
    const { stdout, stderr } = await run('endpoints predict chat --prompt x --timing', { transport });
    expect(stdout).toBe('x\n');
    expect(stderr).toContain('retries              2');
    const again = scriptedTransport(busy, {
      ...answer(200),
      body: (async function* () {
        yield frame('a', {}, 'stop');
      })(),
    });
    const streamed = withRetry(again, { clock: fakeClock(), random: () => 0 });
    const stream = await run('endpoints predict chat --prompt x --timing --stream', { transport: streamed });
    expect(stream.stderr).toContain('retries              1');
  });

  it('makes what the server calls itself harmless', async () => {
    const transport = scriptedTransport(
      answer(200, { predictions: ['x'] }, { 'served-model-name': 'a\u001b[2J' }),
    );
    const { stderr } = await run('endpoints predict chat --prompt x --timing', { transport });
    expect(stderr).toContain('served model         a\\x1b[2J');
  });
});
