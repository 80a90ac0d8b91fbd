import { describe, expect, it } from 'vitest';
import { brokenPipe } from '../../helpers/fake-host.ts';
import { run, type RunOptions } from '../../helpers/run.ts';
import { answer, scriptedTransport } from '../../helpers/scripted-transport.ts';

const frame = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
const delta = (content: string, finish_reason: string | null = null, index = 0) => ({
  choices: [{ index, delta: { role: 'assistant', content }, finish_reason }],
});
const events = (...frames: readonly unknown[]) =>
  answer(200, frames.map(frame).join(''), { 'content-type': 'text/event-stream' });

const ask = (response: ReturnType<typeof answer>, flags = '', options: RunOptions = {}) =>
  run(`endpoints predict chat --prompt x --stream ${flags}`, {
    transport: scriptedTransport(response),
    ...options,
  });

describe('predict --stream', () => {
  it('prints the text and ends the line', async () => {
    const { code, stdout, stderr } = await ask(events(delta('Hel'), delta('lo', 'stop'), '[DONE]'));
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Hello\n', stderr: '' });
  });

  it('prints each piece before the next one comes', async () => {
    const pieces: string[] = [];
    const sent: string[] = [];
    const response = {
      ...answer(200),
      body: (async function* () {
        for (const text of ['one ', 'two ', 'three']) {
          // What was sent so far has been printed when more is asked for.
          expect(pieces).toEqual(sent);
          sent.push(text);
          yield Buffer.from(frame(delta(text)));
        }
        yield Buffer.from(frame('[DONE]'));
      })(),
    };
    const { code } = await ask(response, '', {
      prepare: (host) => {
        host.stdout.onChunk = (text) => pieces.push(text);
      },
    });
    expect(code).toBe(0);
    expect(pieces).toEqual(['one ', 'two ', 'three', '\n']);
  });

  it('adds no newline to an answer that ends in one', async () => {
    expect(await ask(events(delta('a\n', 'stop'), '[DONE]'))).toMatchObject({ stdout: 'a\n' });
  });

  it('asks for a stream, and takes a body that asks for one too', async () => {
    const transport = scriptedTransport(events(delta('a', 'stop'), '[DONE]'));
    const { stdout } = await run(['endpoints', 'predict', 'chat', '--data', '{"prompt":"x","stream":true}'], {
      transport,
    });
    expect(stdout).toBe('a\n');
    expect(JSON.parse(String(transport.requests[0]?.body))).toEqual({ prompt: 'x', stream: true });
  });

  it('with -o ndjson prints a chunk a line, and with -o json all of them as one list', async () => {
    const chunks = [delta('a'), { ...delta('b', 'stop'), usage: { total_tokens: 2 } }];
    const lines = await ask(events(...chunks, '[DONE]'), '-o ndjson');
    expect(
      lines.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(chunks);
    const list = await ask(events(...chunks, '[DONE]'), '-o json');
    expect(JSON.parse(list.stdout)).toEqual(chunks);
  });

  it('prints the first of several answers as it comes, and the others after it', async () => {
    const { stdout } = await ask(
      events(delta('a'), delta('x', null, 1), delta('b', 'stop'), delta('y', 'stop', 1), '[DONE]'),
    );
    expect(stdout).toBe('ab\n[2] xy\n');
  });

  it('prints the calls that a model asks for once they are whole', async () => {
    const call = (piece: object) => ({
      choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...piece }] } }],
    });
    const { stdout } = await ask(
      events(
        call({ id: 'c', function: { name: 'f', arguments: '{"x"' } }),
        call({ function: { arguments: ':1}' } }),
        delta('', 'tool_calls'),
        '[DONE]',
      ),
    );
    expect(stdout).toBe('f({"x":1})\n');
  });

  it('prints the whole answer of a model that cannot stream', async () => {
    const whole = { choices: [{ message: { content: 'all' }, finish_reason: 'stop' }] };
    expect(await ask(answer(200, whole))).toMatchObject({ code: 0, stdout: 'all\n' });
    expect(await ask(answer(200, { predictions: ['p'] }))).toMatchObject({ code: 0, stdout: 'p\n' });
  });

  it('keeps what came before an error in the middle, which ends with 1', async () => {
    const { code, stdout, stderr } = await ask(
      events(delta('Hel'), { error: { message: 'the GPU is gone' } }),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Hel\n' });
    expect(stderr).toContain('the GPU is gone');
  });

  it('prints no list of a stream that was cut: half of one would pass for the whole', async () => {
    const { code, stdout, stderr } = await ask(events(delta('Hel')), '-o json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'STREAM_CUT' } });
  });

  it('takes an end without a reason and without [DONE] for a cut, which ends with 1', async () => {
    const { code, stdout, stderr } = await ask(events(delta('Hel')));
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Hel\n' });
    expect(stderr).toContain('the stream ended before the answer did');
  });

  it('prints nothing, not even a line, of a stream that says nothing', async () => {
    const { code, stdout } = await ask(events());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('prints what came of each of several answers before an error', async () => {
    const { stdout } = await ask(events(delta('a'), delta('b', null, 1), { error: 'died' }), '--n 2');
    expect(stdout).toBe('a\n[2] b\n');
  });

  it('takes an end without [DONE] after a finish reason for an end', async () => {
    expect(await ask(events(delta('Hello', 'stop')))).toMatchObject({ code: 0, stdout: 'Hello\n' });
  });

  it('makes control characters visible on a terminal, split over chunks or not', async () => {
    const { stdout } = await ask(events(delta('a\u001b'), delta('[31mb', 'stop'), '[DONE]'), '', {
      tty: true,
    });
    expect(stdout).toBe('a\\x1b[31mb\n');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s ends the request, keeps the text, and ends with 128 + n',
    async (signal) => {
      let isAborted: boolean | undefined;
      const { code, stdout } = await run('endpoints predict chat --prompt x --stream', {
        prepare: (host) => {
          host.stdout.onChunk = () => host.interruptWith(signal);
        },
        transport: scriptedTransport((request) => ({
          ...answer(200),
          body: (async function* () {
            yield Buffer.from(frame(delta('Hel')));
            isAborted = request.signal?.aborted;
            request.signal?.throwIfAborted();
          })(),
        })),
      });
      expect({ code, stdout, isAborted }).toEqual({
        code: signal === 'SIGINT' ? 130 : 143,
        stdout: 'Hel\n',
        isAborted: true,
      });
    },
  );

  it('ends quietly, and ends the request, where the reader has gone', async () => {
    let isEnded = false;
    const response = {
      ...answer(200),
      body: (async function* () {
        try {
          for (;;) yield Buffer.from(frame(delta('more ')));
        } finally {
          isEnded = true;
        }
      })(),
    };
    const { code, stderr } = await ask(response, '', {
      prepare: (host) => {
        host.stdout.onChunk = () => {
          throw brokenPipe();
        };
      },
    });
    expect({ code, stderr, isEnded }).toEqual({ code: 0, stderr: '', isEnded: true });
  });
});
